package org.dl4jfreeze.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.MaskTransfer;
import org.junit.jupiter.api.Test;

/** The rooms use each other as {@link RoomTable} says, in one direction. */
class RoomsTest {

    /** They log by the name of the listener, so that users configure a single logger. */
    private static final List<String> LOGGING_BY_THE_LISTENER = List.of(
            "internal.order.CovarianceValues",
            "internal.run.RunMessages",
            "internal.run.SparkTask",
            "internal.run.TrainingRun");

    @Test
    void theTableHasEveryPackageOfTheLibrary() {
        SortedSet<String> packages = Library.classes().map(Library::room).collect(toCollection(TreeSet::new));
        assertThat(RoomTable.rooms()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void aRoomUsesOnlyRoomsThatTheTableAllows() {
        SortedSet<String> allowed = RoomTable.uses();
        SortedSet<String> violations = new TreeSet<>();
        Library.classes().forEach(user -> roomsUsedBy(user)
                .filter(room -> !allowed.contains(Library.room(user) + " -> " + room))
                .forEach(room -> violations.add(Library.name(user) + " -> " + room)));
        assertThat(violations).as("uses that RoomTable does not allow").isEmpty();
    }

    @Test
    void everyUseThatTheTableAllowsOccurs() {
        SortedSet<String> unused = RoomTable.uses();
        Library.classes()
                .forEach(user -> roomsUsedBy(user).forEach(room -> unused.remove(Library.room(user) + " -> " + room)));
        assertThat(unused).as("uses to delete from RoomTable").isEmpty();
    }

    @Test
    void theTableHasNoCycles() {
        List<String> rooms = RoomTable.rooms();
        SortedSet<String> upwards = new TreeSet<>();
        for (String use : RoomTable.uses()) {
            String user = use.split(" -> ")[0];
            String used = use.split(" -> ")[1];
            assertThat(rooms).contains(used);
            boolean inside = user.startsWith("internal.") && used.startsWith("internal.");
            if (inside && rooms.indexOf(used) < rooms.indexOf(user)) {
                upwards.add(use);
            }
        }
        assertThat(upwards).as("uses of a room above").isEmpty();
    }

    @Test
    void theInsideDoesNotUseTheEntrances() {
        SortedSet<String> users = Library.usersOf(type -> Stream.of(
                        FreezingAdam.class, FreezingListener.class, FreezingCheckpoint.class, MaskTransfer.class)
                .anyMatch(type::isEquivalentTo));
        users.removeIf(user -> !user.startsWith("internal."));
        assertThat(users).as("users of entrances").containsExactlyElementsOf(LOGGING_BY_THE_LISTENER);
    }

    private static Stream<String> roomsUsedBy(JavaClass user) {
        return Library.typesUsedBy(user)
                .filter(Library::owns)
                .map(Library::room)
                .filter(room -> !room.equals(Library.room(user)));
    }
}
