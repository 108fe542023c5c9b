package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file claims.md: the checked claims as a table that GitHub shows. */
public final class MarkdownClaims {

    private static final String HEADER =
            "| data set | the paper says (in our words) | part | verdict | numbers |\n|---|---|---|---|---|\n";

    private MarkdownClaims() {}

    /**
     * Writes the table.
     *
     * @param claims the claims of one or more data sets
     * @param file   the file to write
     * @throws IOException if it cannot be written
     */
    public static void write(List<CheckedClaim> claims, Path file) throws IOException {
        Files.writeString(file, format(claims));
    }

    /**
     * Formats the table.
     *
     * @param claims the claims of one or more data sets
     * @return lines, each ended by a line feed
     */
    public static String format(List<CheckedClaim> claims) {
        StringBuilder table = new StringBuilder(HEADER);
        for (CheckedClaim claim : claims) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            cell(claim.title()),
                            cell(claim.sentence()),
                            cell(claim.part()),
                            emphasised(claim.verdict()),
                            cell(claim.keyNumbers())))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String emphasised(Verdict verdict) {
        return verdict == Verdict.NO_CLAIM ? verdict.toString() : "**" + verdict + "**";
    }

    /** Text that neither ends a cell nor starts markup. */
    private static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\|*_`\\[\\]])", "\\\\$1")
                .replaceAll("\\s+", " ");
    }
}
