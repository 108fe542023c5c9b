package org.dl4jfreeze.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No public or protected signature of the API names an internal type. */
class ApiSignaturesTest {

    private static final List<String> TODAYS_EXCEPTIONS = List.of(
            "Covariance.open() names CovarianceAccumulator",
            "Covariance.open() names ParameterSegments",
            "FreezePlan.participants() names ParameterRanges",
            "FreezingListener.covariance() names CovarianceAccumulator",
            "GradientSampler.open() names GradientPairStream",
            "MaskTransfer.isMissedBy() names NetworkView",
            "ParameterGroup.ranges() names ParameterRanges",
            "ParameterOrder names Selection",
            "ParameterOrder.checkOfOneNetwork() names Selection",
            "covariance.BelsleyDiagnosis.<init>() names EigenBasis",
            "covariance.BelsleyDiagnosis.<init>() names ParameterSegments",
            "covariance.Eigenpairs.of() names EigenBasis",
            "covariance.Eigenpairs.of() names ParameterSegments");

    @Test
    void theApiNamesNoInternalType() {
        Stream<JavaClass> api = Library.classes().filter(type -> !Library.isInternal(type));
        SortedSet<String> leaks = new TreeSet<>();
        ApiSignatures.leaks(api, Library::isInternal)
                .forEach(leak -> leaks.add(leak.substring("org.dl4jfreeze.".length())));
        TodaysExceptions.assertOnly("Internal types in the API", TODAYS_EXCEPTIONS, leaks);
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
