package org.dl4jfreeze.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small damage to JSON texts, at single characters and at whole values. */
public final class JsonMutations {

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[-0-9.eE+]+|true|false|null|[\\[\\]{}:,]");

    private static final String CHARACTERS = "{}[]\",:\\ \n\t\u0000\ufeff\ud800truefalsn0123456789.-+eE/*'";

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "-1",
            "1",
            "2147483648",
            "9223372036854775808",
            "1.5",
            "1e400",
            "1e-400",
            "1e1000000000",
            "-1e-1000000000",
            "00",
            "1.",
            ".5",
            "1e",
            "-",
            "NaN",
            "\"NaN\"",
            "\"-Infinity\"",
            "\"\"",
            "\"1\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\u12\"",
            "\"\\x\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "[1]",
            "[\"W\"]",
            "{\"\":null}",
            "{\"version\":1}",
            "\"random\"",
            "\"belsley\"",
            "\"conditional\"",
            "\"ridge\"",
            "/*",
            "'a'");

    private static final List<String> FIELDS = List.of(
            "version",
            "steps",
            "order",
            "name",
            "seed",
            "ridge",
            "threshold",
            "iteration",
            "epoch",
            "plateau",
            "window",
            "minimumImprovement",
            "patience",
            "count",
            "fraction",
            "varianceShare",
            "includedLayers",
            "excludedLayers",
            "includedKinds",
            "excludedKinds",
            "excludingUntouched",
            "reordering",
            "every",
            "until",
            "a.b",
            "a[0]",
            "");

    private JsonMutations() {}

    /** Returns the text with one to four changes, each of which may make the next one fall on changed text. */
    public static String mutant(String text, Random random) {
        String mutant = text;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            mutant = random.nextInt(3) == 0 ? withCharacters(mutant, random) : withToken(mutant, random);
        }
        return random.nextInt(50) == 0 ? "\ufeff" + mutant : mutant;
    }

    private static String withCharacters(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 3 : 60));
        char inserted = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
        switch (random.nextInt(5)) {
            case 0:
                return text.substring(0, from);
            case 1:
                return text.substring(0, from) + text.substring(to);
            case 2:
                return text.substring(0, to) + text.substring(from);
            case 3:
                return text.substring(0, from) + inserted + text.substring(from);
            default:
                return text.substring(0, from) + inserted + text.substring(Math.min(text.length(), from + 1));
        }
    }

    private static String withToken(String text, Random random) {
        List<MatchResult> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.toMatchResult());
        }
        if (tokens.isEmpty()) {
            return text + value(random);
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        MatchResult other = tokens.get(random.nextInt(tokens.size()));
        String before = text.substring(0, token.start());
        String after = text.substring(token.end());
        switch (random.nextInt(5)) {
            case 0:
                return before + after;
            case 1:
                return before + other.group() + after;
            case 2:
                return before + token.group() + "," + field(random) + ":" + value(random) + after;
            case 3:
                return before + field(random) + after;
            default:
                return before + value(random) + after;
        }
    }

    private static String field(Random random) {
        return "\"" + FIELDS.get(random.nextInt(FIELDS.size())) + "\"";
    }

    private static String value(Random random) {
        int many = 1 + random.nextInt(random.nextInt(40) == 0 ? 20_000 : 100);
        switch (random.nextInt(20)) {
            case 0:
                return "7".repeat(many);
            case 1:
                return "0." + "3".repeat(many) + "e" + "5".repeat(1 + random.nextInt(12));
            case 2:
                return "[".repeat(many) + "]".repeat(many - random.nextInt(2));
            case 3:
                return "{\"a\":".repeat(many) + "1" + "}".repeat(many - random.nextInt(2));
            case 4:
                return "\"" + "x".repeat(many) + "\"";
            case 5:
                return IntStream.range(0, many)
                        .mapToObj(i -> "\"" + (random.nextInt(100) == 0 ? "W" : i) + "\"")
                        .collect(Collectors.joining(",", "[", "]"));
            case 6:
                return IntStream.rangeClosed(1, many)
                        .mapToObj(i -> "{\"iteration\":" + i + ",\"fraction\":0}")
                        .collect(Collectors.joining(",", "[", "]"));
            default:
                return VALUES.get(random.nextInt(VALUES.size()));
        }
    }
}
