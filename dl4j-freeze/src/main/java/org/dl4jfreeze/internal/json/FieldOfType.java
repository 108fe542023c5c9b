package org.dl4jfreeze.internal.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;

/** A field somewhere in a data class, such as {@code steps[0].count}: its declared type, and its value in a JSON text. */
final class FieldOfType {

    /** What to call one value of a type, and several. */
    private static final Map<Type, List<String>> NAMES = Map.of(
            Integer.class, List.of("a whole number of 32 bits", "whole numbers of 32 bits"),
            Long.class, List.of("a whole number of 64 bits", "whole numbers of 64 bits"),
            Double.class, List.of("a number", "numbers"),
            Boolean.class, List.of("true or false", "true or false"),
            String.class, List.of("a string", "strings"),
            JsonNode.class, List.of("a value", "values"));

    private final Type type;
    private final JsonNode value;

    private FieldOfType(Type type, JsonNode value) {
        this.type = type;
        this.value = value;
    }

    /** Finds a field of a data class; its value is missing where the text does not have it. */
    static FieldOfType find(String field, Class<?> root, JsonNode value) {
        return new FieldOfType(root, value)
                .find(field)
                .orElseThrow(() -> new IllegalStateException(root + " has no field " + Excerpt.ofPlace(field)));
    }

    /** Follows a path. The keys of a map can contain what separates the parts of a path, so that all of them are tried. */
    private Optional<FieldOfType> find(String path) {
        if (path.isEmpty()) {
            return Optional.of(this);
        }
        Iterator<String> names =
                isMap() ? value.fieldNames() : List.of(firstName(path)).iterator();
        Optional<FieldOfType> found = Optional.empty();
        while (names.hasNext() && found.isEmpty()) {
            String name = names.next();
            String rest = path.startsWith(name) ? path.substring(name.length()) : "?";
            if (rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[")) {
                found = part(name).flatMap(part -> part.find(rest.startsWith(".") ? rest.substring(1) : rest));
            }
        }
        return found;
    }

    private static String firstName(String path) {
        return path.startsWith("[") ? path.substring(0, path.indexOf(']') + 1) : path.split("[.\\[]")[0];
    }

    private Optional<FieldOfType> part(String name) {
        if (isMap()) {
            return Optional.of(new FieldOfType(argument(1), value.path(name)));
        }
        if (type instanceof ParameterizedType) {
            boolean index = name.matches("\\[\\d+]");
            return index
                    ? Optional.of(
                            new FieldOfType(argument(0), value.path(Integer.parseInt(name, 1, name.length() - 1, 10))))
                    : Optional.empty();
        }
        return Arrays.stream(((Class<?>) type).getFields())
                .filter(field -> field.getName().equals(name))
                .map(field -> new FieldOfType(field.getGenericType(), value.path(name)))
                .findFirst();
    }

    private Type argument(int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private boolean isMap() {
        return type instanceof ParameterizedType && ((ParameterizedType) type).getRawType() == Map.class;
    }

    JsonNode value() {
        return value;
    }

    /** Returns what is expected of the field's value. */
    String expected() {
        if (type instanceof ParameterizedType && !isMap()) {
            Type element = argument(0);
            boolean nested =
                    element instanceof ParameterizedType && ((ParameterizedType) element).getRawType() == List.class;
            return "an array of "
                    + (nested
                            ? "arrays"
                            : NAMES.getOrDefault(element, List.of("", "objects"))
                                    .get(1));
        }
        return NAMES.getOrDefault(type, List.of("an object")).get(0);
    }
}
