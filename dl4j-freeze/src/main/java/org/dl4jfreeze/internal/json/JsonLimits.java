package org.dl4jfreeze.internal.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonLocation;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonStreamContext;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Checks a JSON text before Jackson builds anything from it, in one pass over its tokens that takes linear time and constant
 * memory: nesting that would overflow the stack, and numbers whose conversion would take quadratic time, are refused.
 */
public final class JsonLimits {

    /** Twice what the longest double or long needs. */
    private static final int NUMBER = 40;

    /**
     * Reads without Jackson's table of field names: it takes quadratic time and then throws an IllegalStateException for names
     * that were chosen to collide.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonLimits() {}

    /**
     * Checks that a text is JSON within limits.
     *
     * @param what what the text describes, for messages
     * @param levels how many objects and arrays may stand within one another
     * @throws IllegalArgumentException if it is not JSON, is nested deeper, or has a number of more than 40 characters
     */
    public static void check(String what, String text, int levels) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            int open = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (open > levels) {
                    throw invalid(
                            what,
                            place(parser.getParsingContext().getParent()),
                            "expected at most " + levels + " levels of nesting, found more");
                }
                if (token.isNumeric() && parser.getTextLength() > NUMBER) {
                    throw invalid(
                            what,
                            place(parser.getParsingContext()),
                            "expected a number of at most " + NUMBER + " characters, found one of "
                                    + parser.getTextLength() + ": " + Excerpt.of(parser.getText()));
                }
            }
        } catch (JsonProcessingException e) {
            throw noJson(what, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a text in memory", e);
        }
    }

    /** Reports what Jackson refuses. It is not the cause, because its message can repeat more of the text. */
    static IllegalArgumentException noJson(String what, JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String place = location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
        return invalid(what, place, "expected JSON: " + Excerpt.ofMessage(e.getOriginalMessage()));
    }

    static IllegalArgumentException invalid(String what, String place, String problem) {
        return new IllegalArgumentException(
                "Invalid " + what + (place.isEmpty() ? "" : " at " + Excerpt.ofPlace(place)) + ": " + problem);
    }

    private static String place(JsonStreamContext innermost) {
        Deque<JsonStreamContext> contexts = new ArrayDeque<>();
        for (JsonStreamContext context = innermost; !context.inRoot(); context = context.getParent()) {
            contexts.push(context);
        }
        StringBuilder place = new StringBuilder();
        for (JsonStreamContext context : contexts) {
            if (context.inArray()) {
                place.append('[').append(context.getCurrentIndex()).append(']');
            } else {
                place.append(place.length() == 0 ? "" : ".").append(context.getCurrentName());
            }
        }
        return place.toString();
    }
}
