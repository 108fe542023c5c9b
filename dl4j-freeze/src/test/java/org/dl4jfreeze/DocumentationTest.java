package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dl4jfreeze.support.Markdown;
import org.junit.jupiter.api.Test;

/** Checks the documentation: samples are tested, links lead somewhere, and the README stays short and readable. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The tested sources that hold the samples. Each is run by JUnit; the last one by OnAClusterIT. */
    private static final List<String> SAMPLE_SOURCES = List.of(
            "dl4j-freeze/src/test/java/org/dl4jfreeze/DocumentationSamplesTest.java",
            "src-it/src/test/java/org/dl4jfreeze/it/DocumentationSamplesIT.java",
            "src-it/src/test/java/org/dl4jfreeze/it/OnACluster.java");

    private static Map<String, Markdown> documents() throws IOException {
        Map<String, Markdown> documents = new LinkedHashMap<>();
        for (Path file : Markdown.filesBelow(ROOT)) {
            documents.put(ROOT.relativize(file).toString().replace('\\', '/'), Markdown.of(file));
        }
        assertThat(documents).containsKeys("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/README.md");
        return documents;
    }

    @Test
    void everySampleStandsInOrderInATestedSource() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String source : SAMPLE_SOURCES) {
            sources.put(source, code(Files.readString(ROOT.resolve(source))));
        }
        Set<String> used = new TreeSet<>();
        for (String sample : samples()) {
            List<String> holders = sources.keySet().stream()
                    .filter(source -> sources.get(source).contains(code(sample)))
                    .collect(Collectors.toList());
            assertThat(holders)
                    .as("tested sources that contain this sample:\n" + sample)
                    .isNotEmpty();
            used.addAll(holders);
        }
        assertThat(used).as("sources with samples").containsExactlyInAnyOrderElementsOf(SAMPLE_SOURCES);
    }

    private static List<String> samples() throws IOException {
        List<String> samples = new ArrayList<>();
        documents().forEach((name, document) -> {
            if (name.equals("README.md") || name.startsWith("docs/")) {
                samples.addAll(document.blocks("java"));
            }
        });
        int documented = samples.size();
        assertThat(documented).as("samples in README.md and docs/").isGreaterThan(10);
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).collect(Collectors.toList())) {
                found(Files.readString(source), "(?s)<pre>\\{@code\n(.*?)\\}</pre>")
                        .forEach(sample -> samples.add(sample.replaceAll("(?m)^ *\\* ?", "")));
            }
        }
        assertThat(samples).as("with those of doc comments").hasSizeGreaterThan(documented);
        return samples;
    }

    /** Code without comments and white space. Lines of a list of expressions are joined by commas, as its test has them. */
    private static String code(String java) {
        String bare = java.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(^|\\s)//.*", "");
        if (!bare.contains(";")) {
            bare = bare.strip().replaceAll("\\s*\n\\s*(?!\\.)", ",");
        }
        return bare.replaceAll("\\s+", "");
    }

    @Test
    void theDocCommentsCiteEveryFormulaOfTheLibrary() throws IOException {
        Set<String> numbers =
                new TreeSet<>(found(Files.readString(ROOT.resolve("docs/method.md")), "(\\(L\\.\\d+\\))"));
        assertThat(numbers).as("numbers of formulas").hasSizeGreaterThanOrEqualTo(10);
        StringBuilder comments = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).collect(Collectors.toList())) {
                comments.append(Files.readString(source));
            }
        }
        assertThat(comments.toString()).contains(numbers);
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> problems = new ArrayList<>();
        int links = 0;
        for (Path file : Markdown.filesBelow(ROOT)) {
            List<String> targets = Markdown.of(file).links();
            links += targets.size();
            for (String target : targets) {
                if (!leadsSomewhere(file, target)) {
                    problems.add(ROOT.relativize(file) + ": " + target);
                }
            }
        }
        assertThat(links).isGreaterThan(100);
        assertThat(problems).as("links to nothing").isEmpty();
    }

    @Test
    void aWrongLinkIsNoticed() throws IOException {
        Path readme = ROOT.resolve("README.md");
        Markdown bad = new Markdown(
                "[a](missing.md) [b](docs/README.md#missing) ![c](docs/no.png) [d][undefined] [e](#nowhere)");
        assertThat(bad.links()).hasSize(5);
        for (String link : bad.links()) {
            assertThat(leadsSomewhere(readme, link)).as(link).isFalse();
        }
        assertThat(leadsSomewhere(readme, "docs/README.md#documentation")).isTrue();
    }

    private static boolean leadsSomewhere(Path file, String target) throws IOException {
        if (target.matches("(https?|mailto):.*")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path linked = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
        return Files.exists(linked)
                && (parts.length == 1 || Markdown.of(linked).anchors().contains(parts[1]));
    }

    @Test
    void theReadmeIsShortAndReadable() throws IOException {
        Markdown readme = Markdown.of(ROOT.resolve("README.md"));
        assertThat(readme.text().lines()).as("lines").hasSizeLessThan(200);
        assertThat(readme.text().lines()).as("lines").allMatch(line -> line.length() <= 132);
        assertThat(readme.sentences()).as("sentences").hasSizeGreaterThan(30);
        assertThat(tooLong(readme)).as("sentences of more than 30 words").isEmpty();
    }

    @Test
    void theCoordinatesAreThoseOfThisVersion() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String version = found(pom, "<version>([^<]+)</version>").get(0);
        assertThat(Markdown.of(ROOT.resolve("README.md")).text())
                .contains("<version>" + version + "</version>", "org.dl4jfreeze:dl4j-freeze:" + version);
    }

    @Test
    void aLongSentenceIsNoticed() {
        String words = "word ".repeat(29);
        assertThat(tooLong(new Markdown("- A " + words + "end. Next."))).hasSize(1);
        assertThat(tooLong(new Markdown("A " + words + ". Next\n\n" + words))).isEmpty();
        assertThat(tooLong(new Markdown("| " + words + words + "|\n\n```sh\n" + words + words + "\n```\n")))
                .isEmpty();
    }

    private static List<String> tooLong(Markdown document) {
        return document.sentences().stream()
                .filter(sentence -> Arrays.stream(sentence.split(" "))
                                .filter(word -> word.matches(".*[\\p{L}\\p{N}].*"))
                                .count()
                        > 30)
                .collect(Collectors.toList());
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toList());
    }
}
