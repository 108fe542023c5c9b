package org.dl4jfreeze.internal.json;

/**
 * Repeats input in messages: as it is if it is short, otherwise its beginning and its length.
 *
 * <p>A message names at most a place and a value, so that it repeats at most 200 characters of what it was given.
 */
public final class Excerpt {

    /** Longest repetition of a value in a message. */
    private static final int VALUE = 120;

    /** Longest repetition of a place, which can consist of names from the input too. */
    private static final int PLACE = 80;

    /** Longest reason that is made of several messages, or of the names in a network. */
    private static final int REASON = 1000;

    private Excerpt() {}

    /** Cuts a value. */
    public static String of(Object value) {
        return cut(String.valueOf(value), VALUE);
    }

    /** Cuts one of two values of the same message. */
    public static String ofTwo(Object value) {
        return cut(String.valueOf(value), VALUE / 2);
    }

    /** Cuts the message of another library, which can consist of input, for a message without other input. */
    static String ofMessage(String message) {
        return cut(message, VALUE + PLACE);
    }

    /** Cuts the reason why a file is refused. */
    public static String ofReason(String reason) {
        return cut(String.valueOf(reason), REASON);
    }

    static String ofPlace(String place) {
        return cut(place, PLACE);
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        // half of a surrogate pair would not be a character
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "... (" + text.length() + " characters)";
    }
}
