package org.dl4jfreeze.support;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Markdown file, as far as the tests of the documentation read it: code blocks, links, anchors and sentences. */
public final class Markdown {

    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "results", "node_modules");

    private final String text;
    /** The text without code blocks and comments. */
    private final String prose;

    public Markdown(String text) {
        this.text = text;
        this.prose = text.replaceAll("(?ms)^ *```.*?^ *```[^\n]*$", "").replaceAll("(?s)<!--.*?-->", "");
    }

    public static Markdown of(Path file) throws IOException {
        return new Markdown(Files.readString(file));
    }

    /** Finds all Markdown files below a folder, but not in hidden folders and those that are built. */
    public static List<Path> filesBelow(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = !folder.equals(root) && (name.startsWith(".") || SKIPPED_FOLDERS.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    public String text() {
        return text;
    }

    /** The contents of the fenced code blocks of a language. */
    public List<String> blocks(String language) {
        return matches(text, "(?ms)^ *```" + language + "\n(.*?)^ *```");
    }

    /** Every Maven command: lines of {@code sh} blocks, and code within the text. */
    public List<String> mavenCommands() {
        List<String> commands = blocks("sh").stream()
                .flatMap(block -> Arrays.stream(block.split("\n")))
                .map(line -> line.replaceFirst(" +# .*", "").trim())
                .filter(line -> line.startsWith("mvn "))
                .collect(Collectors.toList());
        commands.addAll(matches(prose, "`(mvn [^`]*)`"));
        return commands;
    }

    /** The targets of all links and images; a reference without a definition stands as {@code [label]}. */
    public List<String> links() {
        String linked = prose.replaceAll("`[^`]*`", "`code`");
        Map<String, String> definitions = new HashMap<>();
        Matcher definition = Pattern.compile("(?m)^\\[([^\\]]+)\\]: *(\\S+)").matcher(linked);
        while (definition.find()) {
            definitions.put(definition.group(1).toLowerCase(Locale.ROOT), definition.group(2));
        }
        List<String> targets = new ArrayList<>(definitions.values());
        targets.addAll(matches(linked, "\\]\\(([^)\\s]+)[^)]*\\)"));
        targets.addAll(matches(linked, "(?:src|href)=\"([^\"]+)\""));
        for (String label : matches(linked, "\\[[^\\]]+\\]\\[([^\\]]+)\\]")) {
            if (!definitions.containsKey(label.toLowerCase(Locale.ROOT))) {
                targets.add("[" + label + "]");
            }
        }
        return targets;
    }

    /** The anchors that GitHub gives to the headings. */
    public Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        for (String heading : matches(prose, "(?m)^#+ +(.*)$")) {
            String words = heading.replaceAll("\\]\\([^)]*\\)", "]").toLowerCase(Locale.ROOT);
            String slug = words.replaceAll("[^\\p{L}\\p{N} _-]", "").trim().replace(' ', '-');
            String unique = slug;
            for (int i = 1; !anchors.add(unique); i++) {
                unique = slug + "-" + i;
            }
        }
        return anchors;
    }

    /** The sentences of paragraphs and list items; no headings, table rows, code blocks or link definitions. */
    public List<String> sentences() {
        String paragraphs = Arrays.stream(prose.split("\n"))
                .filter(line -> !line.matches("#.*|\\|.*|\\[[^\\]]+\\]: .*"))
                .map(line -> line.replaceFirst("^\\s*([-*]|\\d+\\.) ", "\n\n"))
                .collect(Collectors.joining("\n"))
                .replaceAll("!?\\[([^\\]]*)\\](\\([^)]*\\)|\\[[^\\]]*\\])", "$1");
        return Arrays.stream(paragraphs.split("\n\\s*\n|(?<=[.!?][*_]{0,2})\\s+(?=[*_]{0,2}[`\\p{Lu}])"))
                .map(sentence -> sentence.replaceAll("\\s+", " ").trim())
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.toList());
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toList());
    }
}
