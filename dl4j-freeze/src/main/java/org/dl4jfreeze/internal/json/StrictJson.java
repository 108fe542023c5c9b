package org.dl4jfreeze.internal.json;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonSetter;
import org.nd4j.shade.jackson.annotation.Nulls;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.core.util.DefaultIndenter;
import org.nd4j.shade.jackson.core.util.DefaultPrettyPrinter;
import org.nd4j.shade.jackson.databind.DeserializationContext;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.MapperFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.deser.std.StdScalarDeserializer;
import org.nd4j.shade.jackson.databind.exc.UnrecognizedPropertyException;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.module.SimpleModule;

/**
 * Reads a JSON text into data classes by Jackson, without conversions: a field that is unknown, null, or of another type is
 * refused. Messages name the field, what was expected and what was found, and repeat at most 200 characters of the text.
 *
 * <p>Data classes have public fields of the classes Integer, Long, Double, Boolean, String and JsonNode, of other data classes,
 * and lists and maps by string of these. A Double that is not finite is a string: {@code "NaN"}, {@code "Infinity"}.
 */
public final class StrictJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonLimits.FACTORY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .addModule(new SimpleModule().addDeserializer(String.class, new OnlyText()))
            .build();

    /** Refuses numbers and booleans, which Jackson turns into text whatever its features say. */
    private static final class OnlyText extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        OnlyText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? parser.getText()
                    : (String) context.handleUnexpectedToken(String.class, parser);
        }
    }

    /** Deeper than any data class. */
    private static final int LEVELS = 32;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String what;
    private final Class<?> type;
    private final JsonNode root;

    /**
     * Parses a text, with or without a byte order mark.
     *
     * @param what what the text describes, for messages
     * @param type data class of the whole; its fields, and those of their classes, are public
     * @throws IllegalArgumentException if it is not a JSON object, or exceeds the {@link JsonLimits limits}
     */
    public StrictJson(String what, String text, Class<?> type) {
        this.what = what;
        this.type = type;
        String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        JsonLimits.check(what, json, LEVELS);
        try {
            this.root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw JsonLimits.noJson(what, e);
        }
        check(
                root.isObject(),
                "",
                "expected an object, found " + (root.isMissingNode() ? "an empty text" : found(root)));
    }

    /** Parses what {@link #write} has written. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes data with two spaces of indentation, the same on all systems. */
    public static String write(Object data) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
                    .writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + data.getClass() + " as JSON", e);
        }
    }

    /**
     * Checks the field {@code version} before anything else is read: a later version may have fields that are unknown here. A
     * version that is not a whole number is left to {@link #read}.
     */
    public void checkVersion(int expected) {
        JsonNode version = root.path("version");
        check(
                !version.isIntegralNumber() || version.canConvertToInt() && version.intValue() == expected,
                "version",
                "expected " + expected + ", found " + Excerpt.of(version));
    }

    /** Returns the text as a tree, for a look at single fields before the strict reading. */
    public JsonNode root() {
        return root;
    }

    /** Reads the data; fields that are absent are null. */
    public <T> T read(Class<T> ofType) {
        try {
            return MAPPER.treeToValue(root, ofType);
        } catch (UnrecognizedPropertyException e) {
            List<String> known = Arrays.stream(e.getReferringClass().getFields())
                    .map(Field::getName)
                    .collect(Collectors.toList());
            throw invalid(path(e), "expected no such field, but only " + known);
        } catch (JsonMappingException e) {
            throw mismatch(path(e));
        } catch (JsonProcessingException e) {
            throw JsonLimits.noJson(what, e);
        }
    }

    /** Returns the value of a field that must be present. */
    public <T> T required(String field, T value) {
        if (value == null) {
            throw mismatch(field);
        }
        return value;
    }

    /** Returns the value of a field that must be present, and a number of 0 or more. */
    public long atLeastZero(String field, Long value) {
        check(required(field, value) >= 0, field, "expected a number of at least 0, found " + value);
        return value;
    }

    /** Returns the value of a field that must be present, and a number of 0 or more. */
    public int atLeastZero(String field, Integer value) {
        check(required(field, value) >= 0, field, "expected a number of at least 0, found " + value);
        return value;
    }

    /** Returns the value of a field that must be present, and a finite number. */
    public double finite(String field, Double value) {
        check(Double.isFinite(required(field, value)), field, "expected a finite number, found " + value);
        return value;
    }

    /** Makes something from a field; says which field if its value is refused. */
    public <T> T build(String field, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw invalid(field, e.getMessage());
        }
    }

    public void check(boolean valid, String field, String problem) {
        if (!valid) {
            throw invalid(field, problem);
        }
    }

    private IllegalArgumentException mismatch(String field) {
        FieldOfType found = FieldOfType.find(field, type, root);
        return invalid(field, "expected " + found.expected() + ", found " + found(found.value()));
    }

    private IllegalArgumentException invalid(String field, String problem) {
        return JsonLimits.invalid(what, field, problem);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference part : e.getPath()) {
            if (part.getFieldName() == null) {
                path.append('[').append(part.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(part.getFieldName());
            }
        }
        return path.toString();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode()
                ? "no such field"
                : Excerpt.of(node) + " (" + node.getNodeType().name().toLowerCase(Locale.ROOT) + ")";
    }
}
