package org.dl4jfreeze.examples.cli;

import java.util.ListResourceBundle;
import java.util.Map;
import java.util.ResourceBundle;

/** Words for {@code ${bundle:name}} in option descriptions, for what is known only when the program runs. */
final class HelpWords {

    private HelpWords() {}

    static ResourceBundle of(Map<String, ?> words) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return words.entrySet().stream()
                        .map(word -> new Object[] {word.getKey(), String.valueOf(word.getValue())})
                        .toArray(Object[][]::new);
            }
        };
    }
}
