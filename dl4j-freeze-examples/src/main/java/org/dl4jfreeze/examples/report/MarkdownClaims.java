package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file claims.md: the checked claims as a table that GitHub shows. */
public final class MarkdownClaims {

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
        MarkdownTable table =
                new MarkdownTable("data set", "the paper says (in our words)", "part", "verdict", "numbers");
        for (CheckedClaim claim : claims) {
            table.row(
                    MarkdownTable.cell(claim.title()),
                    MarkdownTable.cell(claim.sentence()),
                    MarkdownTable.cell(claim.part()),
                    emphasised(claim.verdict()),
                    MarkdownTable.cell(claim.keyNumbers()));
        }
        return table.toString();
    }

    private static String emphasised(Verdict verdict) {
        return verdict == Verdict.NO_CLAIM ? verdict.toString() : "**" + verdict + "**";
    }
}
