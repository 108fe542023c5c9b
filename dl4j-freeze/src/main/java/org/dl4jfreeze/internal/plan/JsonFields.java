package org.dl4jfreeze.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.util.DefaultIndenter;
import org.nd4j.shade.jackson.core.util.DefaultPrettyPrinter;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The fields of a JSON object, read one by one, strictly: what is missing, not of the type asked for, or has not been asked
 * for by the end is refused, with the field's path, what was expected and what was found.
 */
final class JsonFields {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String what;
    private final String path;
    private final JsonNode object;
    private final Set<String> known = new LinkedHashSet<>();

    private JsonFields(String what, String path, JsonNode object) {
        this.what = what;
        this.path = path;
        this.object = object;
        if (!object.isObject()) {
            throw invalid("", "expected an object, found " + describe(object));
        }
    }

    /**
     * The fields of a text.
     *
     * @param what what the text is of, for messages
     * @throws IllegalArgumentException if it is no JSON object
     */
    static JsonFields parse(String what, String text) {
        try {
            return new JsonFields(what, "", MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid " + what + ", expected JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of an object, the same on all systems. */
    static String print(JsonNode json) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON nodes can always be written", e);
        }
    }

    boolean has(String field) {
        known.add(field);
        return object.has(field);
    }

    int integer(String field) {
        return typed(field, "a whole number of 32 bits", node -> node.isIntegralNumber() && node.canConvertToInt())
                .intValue();
    }

    long longInteger(String field) {
        return typed(field, "a whole number of 64 bits", node -> node.isIntegralNumber() && node.canConvertToLong())
                .longValue();
    }

    double number(String field) {
        return typed(field, "a number", JsonNode::isNumber).doubleValue();
    }

    String text(String field) {
        return typed(field, "a string", JsonNode::isTextual).textValue();
    }

    List<String> texts(String field) {
        List<String> all = new ArrayList<>();
        for (JsonNode element : typed(field, "an array of strings", JsonNode::isArray)) {
            if (!element.isTextual()) {
                throw invalid(field + "[" + all.size() + "]", "expected a string, found " + describe(element));
            }
            all.add(element.textValue());
        }
        return all;
    }

    JsonFields object(String field) {
        return new JsonFields(what, pathOf(field), typed(field, "an object", JsonNode::isObject));
    }

    List<JsonFields> objects(String field) {
        List<JsonFields> all = new ArrayList<>();
        for (JsonNode element : typed(field, "an array of objects", JsonNode::isArray)) {
            all.add(new JsonFields(what, pathOf(field) + "[" + all.size() + "]", element));
        }
        return all;
    }

    /** The one of several fields that is there. */
    <T> T oneOf(T[] candidates, Function<T, String> field) {
        List<T> found = Arrays.stream(candidates)
                .filter(candidate -> has(field.apply(candidate)))
                .collect(Collectors.toList());
        if (found.size() != 1) {
            throw invalid(
                    "",
                    "expected one of the fields " + names(List.of(candidates), field) + ", found "
                            + (found.isEmpty() ? "none of them" : names(found, field)));
        }
        return found.get(0);
    }

    private static <T> List<String> names(List<T> candidates, Function<T, String> field) {
        return candidates.stream().map(field).collect(Collectors.toList());
    }

    /** What is made of a field, or of all for the name ""; says where it is if it can't be made. */
    <T> T build(String field, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidField e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw invalid(field, e.getMessage());
        }
    }

    /** To be called once all fields have been read. */
    void checkNoOthers() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw invalid(name, "expected no such field, but only " + known);
            }
        }
    }

    private JsonNode typed(String field, String type, Predicate<JsonNode> isOfType) {
        if (!has(field)) {
            throw invalid(field, "expected " + type + ", found no such field");
        }
        JsonNode node = object.get(field);
        if (!isOfType.test(node)) {
            throw invalid(field, "expected " + type + ", found " + describe(node));
        }
        return node;
    }

    private static String describe(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : node + " (" + node.getNodeType().name().toLowerCase(Locale.ROOT) + ")";
    }

    IllegalArgumentException invalid(String field, String problem) {
        String where = field.isEmpty() ? path : pathOf(field);
        return new InvalidField("Invalid " + what + (where.isEmpty() ? "" : " at " + where) + ": " + problem);
    }

    private String pathOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static final class InvalidField extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        InvalidField(String message) {
            super(message);
        }
    }
}
