package org.dl4jfreeze.examples.cli;

import java.util.ListResourceBundle;
import java.util.Map;
import java.util.ResourceBundle;

/** Words that stand in option descriptions as {@code ${bundle:name}}, because they are known only when the program runs. */
final class HelpWords {

    private HelpWords() {}

    static ResourceBundle of(Map<String, String> words) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return words.entrySet().stream()
                        .map(word -> new Object[] {word.getKey(), word.getValue()})
                        .toArray(Object[][]::new);
            }
        };
    }
}
