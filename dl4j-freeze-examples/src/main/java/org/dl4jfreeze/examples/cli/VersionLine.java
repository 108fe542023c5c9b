package org.dl4jfreeze.examples.cli;

import org.dl4jfreeze.examples.report.Versions;
import picocli.CommandLine.IVersionProvider;

/** Lists the versions for {@code --version}. */
final class VersionLine implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return Versions.all().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toArray(String[]::new);
    }
}
