package org.dl4jfreeze.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dl4jfreeze.FreezingAdam;

/** The library's compiled classes, without its tests, and the names by which the rules of this package call them. */
final class Library {

    /** The room of the package {@code org.dl4jfreeze} itself. */
    static final String API = "(api)";

    private static final String ROOT = "org.dl4jfreeze";

    private static JavaClasses classes;

    private Library() {}

    static synchronized Stream<JavaClass> classes() {
        if (classes == null) {
            classes = read(
                    FreezingAdam.class.getProtectionDomain().getCodeSource().getLocation());
        }
        return classes.stream();
    }

    /** Returns every type that a class names in its fields, signatures and code, elements of arrays included. */
    static Stream<JavaClass> typesUsedBy(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType);
    }

    /** Returns the names of the library's top-level classes of which a part uses a type that is looked for. */
    static SortedSet<String> usersOf(Predicate<JavaClass> type) {
        SortedSet<String> users = new TreeSet<>();
        classes().filter(user -> typesUsedBy(user).anyMatch(type)).forEach(user -> users.add(name(user)));
        return users;
    }

    static boolean owns(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    static boolean isInternal(JavaClass type) {
        return isIn(type, ROOT + ".internal");
    }

    static boolean isIn(JavaClass type, String packageOrParent) {
        return (type.getPackageName() + ".").startsWith(packageOrParent + ".");
    }

    /** Returns the package below {@code org.dl4jfreeze}, such as {@code internal.order}, or {@link #API}. */
    static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? API : type.getPackageName().substring(ROOT.length() + 1);
    }

    /** Returns the name of the class, or of the top-level class around it, below {@code org.dl4jfreeze}. */
    static String name(JavaClass type) {
        JavaClass top = type;
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        return top.getName().substring(ROOT.length() + 1);
    }

    private static JavaClasses read(URL location) {
        // The rules need only the names of the classes of DL4J and Java; reading those classes would take most of the
        // time.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importUrl(location);
    }
}
