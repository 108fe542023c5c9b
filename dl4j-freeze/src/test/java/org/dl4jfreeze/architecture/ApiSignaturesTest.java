package org.dl4jfreeze.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No public or protected signature of the API names an internal type. */
class ApiSignaturesTest {

    @Test
    void theApiNamesNoInternalType() {
        assertThat(Library.classes()).as("classes looked at").hasSizeGreaterThan(150);
        Stream<JavaClass> api = Library.classes().filter(type -> !Library.isInternal(type));
        SortedSet<String> leaks = new TreeSet<>();
        ApiSignatures.leaks(api, Library::isInternal)
                .forEach(leak -> leaks.add(leak.substring("org.dl4jfreeze.".length())));
        assertThat(leaks).as("internal types in signatures of the API").isEmpty();
    }

    @Test
    void everyKindOfLeakIsFound() {
        Stream<JavaClass> classes = new ClassFileImporter().importPackagesOf(LeakyApi.class).stream();
        SortedSet<String> leaks = ApiSignatures.leaks(classes, type -> type.isEquivalentTo(LeakyApi.Hidden.class));
        String name = LeakyApi.Leaky.class.getName();
        assertThat(leaks)
                .containsExactlyInAnyOrder(
                        name + " names Hidden",
                        name + ".<init>() names Hidden",
                        name + ".argument() names Hidden",
                        name + ".ARRAY names Hidden",
                        name + ".bound() names Hidden",
                        name + ".generic() names Hidden",
                        name + ".inherited() names Hidden",
                        name + ".compareTo() names Hidden",
                        name + ".thrown() names Hidden",
                        name + "$Bounded names Hidden",
                        name + "$Child names Hidden",
                        name + "$Nested.field names Hidden");
    }
}
