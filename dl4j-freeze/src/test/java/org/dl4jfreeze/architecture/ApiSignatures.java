package org.dl4jfreeze.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The types that users see: in the public and protected signatures of public classes. */
final class ApiSignatures {

    private final Predicate<JavaClass> hidden;
    private final SortedSet<String> leaks = new TreeSet<>();

    private ApiSignatures(Predicate<JavaClass> hidden) {
        this.hidden = hidden;
    }

    /** Returns every place in the signatures of the given classes that names a hidden type. */
    static SortedSet<String> leaks(Stream<JavaClass> classes, Predicate<JavaClass> hidden) {
        ApiSignatures signatures = new ApiSignatures(hidden);
        classes.filter(ApiSignatures::isSeen).forEach(signatures::read);
        return signatures.leaks;
    }

    /** Reads also what a public class inherits from superclasses of its package that are not public themselves. */
    private void read(JavaClass type) {
        readDeclaration(type);
        for (JavaClass part = type; ; part = part.getRawSuperclass().get()) {
            readMembers(type, part);
            if (!part.getRawSuperclass().isPresent()
                    || isSeen(part.getRawSuperclass().get())) {
                return;
            }
            readDeclaration(part.getRawSuperclass().get());
        }
    }

    private void readDeclaration(JavaClass type) {
        String name = type.getName();
        type.getSuperclass().ifPresent(superclass -> read(name, superclass.getAllInvolvedRawTypes()));
        type.getInterfaces().forEach(parent -> read(name, parent.getAllInvolvedRawTypes()));
        readBounds(name, type.getTypeParameters());
    }

    private void readMembers(JavaClass type, JavaClass part) {
        for (JavaField field : part.getFields()) {
            if (isOpen(field)) {
                read(type.getName() + "." + field.getName(), field.getType().getAllInvolvedRawTypes());
            }
        }
        for (JavaCodeUnit unit : part.getCodeUnits()) {
            if (isOpen(unit) && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                String place = type.getName() + "." + unit.getName() + "()";
                read(place, unit.getReturnType().getAllInvolvedRawTypes());
                unit.getParameterTypes().forEach(parameter -> read(place, parameter.getAllInvolvedRawTypes()));
                unit.getExceptionTypes().forEach(thrown -> read(place, Set.of(thrown)));
                readBounds(place, unit.getTypeParameters());
            }
        }
    }

    private void readBounds(String place, Collection<? extends JavaTypeVariable<?>> variables) {
        for (JavaTypeVariable<?> variable : variables) {
            for (JavaType bound : variable.getUpperBounds()) {
                read(place, bound.getAllInvolvedRawTypes());
            }
        }
    }

    private void read(String place, Set<JavaClass> types) {
        types.stream()
                .map(JavaClass::getBaseComponentType)
                .filter(hidden)
                .forEach(type -> leaks.add(place + " names " + type.getSimpleName()));
    }

    private static boolean isSeen(JavaClass type) {
        return isOpen(type)
                && type.getEnclosingClass().map(ApiSignatures::isSeen).orElse(true);
    }

    private static boolean isOpen(HasModifiers part) {
        return part.getModifiers().contains(JavaModifier.PUBLIC)
                || part.getModifiers().contains(JavaModifier.PROTECTED);
    }
}
