package org.dl4jfreeze.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Types of DL4J, Java and JavaCPP that only some of the library's classes may touch. */
class ConfinedTypesTest {

    /** Where a new release of DL4J can break the library, besides what every user of DL4J's networks relies on. */
    private static final List<String> UPDATERS = List.of("internal.dl4j", "internal.dl4j.equip", "internal.update");

    /** These compute with plain numbers and matrices; the network stays out of the mathematics. */
    private static final List<String> WITHOUT_NETWORKS = List.of(
            "plan",
            "covariance",
            "internal.plan",
            "internal.order",
            "internal.order.select",
            "internal.statistics",
            "internal.covariance",
            "internal.memory",
            "internal.threads",
            "internal.json");

    /** Everything else reaches memory by the classes of {@code internal.memory}. */
    private static final String BUFFERS_AND_POINTERS =
            "internal\\.memory\\.\\w+|internal\\.update\\.(Float|Double)AdamKernel|internal\\.covariance\\.OpenBlasKernels";

    @Test
    void theRulesLookAtTheWholeLibrary() {
        assertThat(Library.classes()).as("classes looked at").hasSizeGreaterThan(150);
    }

    @Test
    void onlyDl4jAndUpdateKnowUpdaters() {
        SortedSet<String> users = usersOutside(UPDATERS, type -> Library.isIn(type, "org.deeplearning4j.nn.updater"));
        assertThat(users).as("users of DL4J's updaters").isEmpty();
    }

    @Test
    void theMathematicsKnowsNoNetwork() {
        SortedSet<String> users = Library.usersOf(type -> Library.isIn(type, "org.deeplearning4j"));
        users.removeIf(user -> !WITHOUT_NETWORKS.contains(room(user)));
        assertThat(users).as("users of DL4J's networks").isEmpty();
    }

    @Test
    void onlyMemoryAndKernelsTouchBuffersAndPointers() {
        SortedSet<String> users = Library.usersOf(ConfinedTypesTest::isBufferOrPointer);
        users.removeIf(user -> user.matches(BUFFERS_AND_POINTERS));
        assertThat(users).as("users of buffers and pointers").isEmpty();
    }

    private static SortedSet<String> usersOutside(List<String> rooms, Predicate<JavaClass> type) {
        SortedSet<String> users = Library.usersOf(type);
        users.removeIf(user -> rooms.contains(room(user)));
        return users;
    }

    private static String room(String user) {
        return user.contains(".") ? user.substring(0, user.lastIndexOf('.')) : Library.API;
    }

    private static boolean isBufferOrPointer(JavaClass type) {
        boolean buffer =
                type.getPackageName().equals("java.nio") && type.getSimpleName().endsWith("Buffer");
        return buffer || Library.isIn(type, "org.bytedeco");
    }
}
