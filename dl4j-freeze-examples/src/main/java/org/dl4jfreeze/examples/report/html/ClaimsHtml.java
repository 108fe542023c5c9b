package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.List;
import org.dl4jfreeze.examples.report.CheckedClaim;
import org.dl4jfreeze.examples.report.ClaimRules;
import org.dl4jfreeze.examples.report.Verdict;

/** The checked claims, and how they were checked. */
final class ClaimsHtml {

    private ClaimsHtml() {}

    static DomContent table(String caption, List<CheckedClaim> claims) {
        HtmlTable table = new HtmlTable(
                caption, List.of("data set", "the paper says (in our words)", "checked on", "verdict", "numbers"), 5);
        for (CheckedClaim claim : claims) {
            table.row(
                    text(claim.title()),
                    text(claim.sentence()),
                    text(claim.part()),
                    verdict(claim.verdict()),
                    span(text(claim.keyNumbers()), span(claim.details()).withClass("details")));
        }
        return table.build();
    }

    /** Told by sign and words, and by colour besides. */
    private static DomContent verdict(Verdict verdict) {
        return verdict == Verdict.NO_CLAIM
                ? text(verdict.toString())
                : span(sign(verdict) + " " + verdict)
                        .withClasses("verdict", verdict.toString().replace(' ', '-'));
    }

    private static String sign(Verdict verdict) {
        switch (verdict) {
            case HOLDS:
                return "✓";
            case DOES_NOT_HOLD:
                return "✗";
            default:
                return "?";
        }
    }

    static DomContent rules() {
        return each(h3("How a claim is decided"), ul(each(ClaimRules.inWords(), words -> li(words))));
    }
}
