package org.dl4jfreeze.examples.cli;

import java.util.List;
import java.util.stream.Collectors;

/** How the program was started, so that messages show commands that the user can type: by Maven, from a jar, or by its main class. */
final class Invocation {

    private static final String MAVEN = "classworlds.launcher.Launcher";
    private static final String EXEC_ARGS = "-Dexec.args=";
    private static final String DOCUMENTED = "mvn -q compile exec:java";

    private final String before;
    private final String after;

    private Invocation(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** Returns that of this process. */
    static Invocation ofThisProcess() {
        return of(System.getProperty("sun.java.command", ""));
    }

    /** Returns that of a Java command: the main class or jar, and its arguments. */
    static Invocation of(String javaCommand) {
        String[] words = javaCommand.strip().split(" ", 2);
        if (words[0].endsWith("." + MAVEN)) {
            String typed = words.length > 1 ? words[1].strip() : "";
            int args = typed.indexOf(EXEC_ARGS);
            return byMaven("mvn " + (args < 0 ? typed : typed.substring(0, args)).strip());
        }
        if (words[0].endsWith(".examples.Main")) {
            return new Invocation("java -cp CLASSPATH " + words[0] + " ", "");
        }
        // the name, not the folder: a checkout may be called so, and other programs run from jars in it
        boolean isOurJar = words[0].matches("(.*[/\\\\])?dl4j-freeze[^/\\\\]*\\.jar");
        return isOurJar ? new Invocation("java -jar " + words[0] + " ", "") : byMaven(DOCUMENTED);
    }

    private static Invocation byMaven(String maven) {
        return new Invocation(maven + " " + EXEC_ARGS + "\"", "\"");
    }

    /** Returns what to type for some arguments. */
    String with(String arguments) {
        return before + arguments.strip() + after;
    }

    /** Returns what to type for some arguments, with quotation marks where they are needed. */
    String with(List<String> arguments) {
        return with(arguments.stream().map(Invocation::quoted).collect(Collectors.joining(" ")));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w.,:=/+@%-]+") ? argument : "'" + argument + "'";
    }
}
