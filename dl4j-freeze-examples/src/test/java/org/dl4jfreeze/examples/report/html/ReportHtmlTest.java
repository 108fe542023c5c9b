package org.dl4jfreeze.examples.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dl4jfreeze.examples.SampleResults;
import org.dl4jfreeze.examples.report.Figure;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.TableOne;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {

    private static final String HOSTILE = "a < b & <script>alert(\"x\")</script>";

    @TempDir
    private Path folder;

    private Path page;
    private Path png;

    @BeforeEach
    void drawAPicture() throws IOException {
        page = folder.resolve("report.html");
        png = folder.resolve("figure.png");
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    }

    @Test
    void isWellFormedAndHoldsEverySection() throws Exception {
        Document document = written(SampleResults.twoRuns(), "a caption");

        assertThat(texts(document, "h2"))
                .containsExactly(
                        "Contents",
                        "Boston Housing (late)",
                        "What the paper claims, and what the runs say",
                        "What was run",
                        "Table 1: data sets and networks");
        assertThat(texts(document, "td")).contains("3.000 ± 2.121", "301", "? undecided");
        assertThat(texts(document, "p")).contains("a note");
        for (Element link : elements(document, "a")) {
            String target = link.getAttribute("href").substring(1);
            assertThat(elements(document, "section"))
                    .extracting(section -> section.getAttribute("id"))
                    .contains(target);
        }
    }

    @Test
    void theOverviewMarksAFoundT0AndHasTheNotes() throws Exception {
        Results results = SampleResults.with(
                SampleResults.twoRuns(),
                settings -> SampleResults.withExamples(60_000, settings.withFreezing(500, "auto: some rule", 1500)));
        Document document = written(results, "c");

        assertThat(texts(document, "td")).contains("500 (auto)", "1.5 mina note", "auto: some rule");
        assertThat(elements(document, "span"))
                .filteredOn(span -> span.getTextContent().equals("a note"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getAttribute("class")).isEqualTo("details"));
        assertThat(texts(document, "caption"))
                .anyMatch(
                        caption -> caption.startsWith("Training loss of the first 10,000 of 60,000 training examples"))
                .anyMatch(caption -> caption.startsWith("Test loss ("));
    }

    @Test
    void everyRowHasACellPerHeading() throws Exception {
        for (Element table : elements(written(SampleResults.twoRuns(), "c"), "table")) {
            List<Element> rows = elements(table, "tr");
            assertThat(rows)
                    .extracting(row ->
                            elements(row, "th").size() + elements(row, "td").size())
                    .containsOnly(elements(rows.get(0), "th").size());
        }
    }

    @Test
    void figuresAreInsideAndNothingIsFetched() throws Exception {
        Document document = written(SampleResults.twoRuns(), "a caption");

        List<Element> images = elements(document, "img");
        assertThat(images).hasSize(1);
        String source = images.get(0).getAttribute("src");
        assertThat(source).startsWith("data:image/png;base64,");
        byte[] bytes = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
        assertThat(bytes).isEqualTo(Files.readAllBytes(png));
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(3);
        assertThat(images.get(0).getAttribute("alt")).isEqualTo("a caption");
        assertThat(elements(document, "link")).isEmpty();
        assertThat(elements(document, "script")).isEmpty();
        assertThat(Files.readString(page)).doesNotContain("http", "@import", "url(");
    }

    @Test
    void figuresComeBeforeAllTables() throws Exception {
        written(SampleResults.twoRuns(), "a caption");

        String html = Files.readString(page);
        assertThat(html.indexOf("<figure>")).isPositive().isLessThan(html.indexOf("<table"));
    }

    /** On a phone's screen a wide table scrolls in its own box, and the page does not. */
    @Test
    void everyTableScrollsSideways() throws Exception {
        Document document = written(SampleResults.twoRuns(), "a caption");

        assertThat(elements(document, "table")).hasSizeGreaterThan(5).allSatisfy(table -> assertThat(
                        ((Element) table.getParentNode()).getAttribute("class"))
                .isEqualTo("table"));
        assertThat(texts(document, "style").get(0)).containsPattern("\\.table \\{ max-width: 100%; overflow-x: auto;");
        assertThat(elements(document, "meta"))
                .anyMatch(meta -> meta.getAttribute("content").contains("width=device-width"));
    }

    @Test
    void textIsEscapedWhereverItComesFrom() throws Exception {
        Document document = written(SampleResults.twoRuns(), HOSTILE);

        assertThat(elements(document, "script")).isEmpty();
        assertThat(texts(document, "figcaption")).containsExactly(HOSTILE);
        assertThat(elements(document, "img").get(0).getAttribute("alt")).isEqualTo(HOSTILE);
        assertThat(texts(document, "th")).contains(HOSTILE);
    }

    @Test
    void verdictsAreToldByWordsAndNotByColourAlone() throws Exception {
        Results results = SampleResults.runs(
                6, List.of(0.0, 0.5, 1.0), (run, order, fraction) -> run + (order.equals("random") ? 0 : 0.001 * run));
        Document document = written(results, "c");

        assertThat(texts(document, "span")).contains("✓ holds", "? undecided");
        assertThat(elements(document, "span"))
                .filteredOn(span -> span.getTextContent().equals("✓ holds"))
                .allSatisfy(span -> assertThat(span.getAttribute("class")).isEqualTo("verdict holds"));
        assertThat(texts(document, "li")).anyMatch(rule -> rule.startsWith("About the same: holds if"));
    }

    @Test
    void aMissingPictureIsNamed() {
        png = folder.resolve("missing.png");

        assertThatThrownBy(() -> written(SampleResults.twoRuns(), "c"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.png");
        assertThat(page).doesNotExist();
    }

    private Document written(Results results, String caption) throws Exception {
        TableOne.Row row = new TableOne.Row(
                caption.equals(HOSTILE) ? HOSTILE : "Boston Housing", "regression", "13-20-1", 301, 404, 102);
        Section section = new Section(results, List.of(new Figure(png, caption)), 90, 2, List.of("a note"));
        ReportHtml.write(new Report(List.of(row), List.of(section)), page);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(page))));
    }

    private static List<String> texts(Document document, String tag) {
        List<String> texts = new ArrayList<>();
        elements(document, tag).forEach(element -> texts.add(element.getTextContent()));
        return texts;
    }

    private static List<Element> elements(Document document, String tag) {
        return elements(document.getDocumentElement(), tag);
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
