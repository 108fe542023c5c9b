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

    /** Internal classes that use an entrance. */
    private static final List<String> USERS_OF_ENTRANCES_TODAY =
            List.of("internal.order.OrderFactory", "internal.replicas.SparkTask", "internal.run.TrainingRun");

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
        TodaysExceptions.assertOnly("Rooms used", RoomTable.TODAYS_EXCEPTIONS, violations);
    }

    @Test
    void everyUseThatTheTableAllowsOccurs() {
        SortedSet<String> unused = RoomTable.uses();
        Library.classes()
                .forEach(user -> roomsUsedBy(user).forEach(room -> unused.remove(Library.room(user) + " -> " + room)));
        assertThat(unused).as("uses to delete from RoomTable").isEmpty();
    }

    @Test
    void theTableHasNoCyclesButTheListedOnes() {
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
        assertThat(upwards).containsExactlyInAnyOrderElementsOf(RoomTable.UPWARDS);
    }

    @Test
    void theInsideDoesNotUseTheEntrances() {
        SortedSet<String> users = Library.usersOf(type -> Stream.of(
                        FreezingAdam.class, FreezingListener.class, FreezingCheckpoint.class, MaskTransfer.class)
                .anyMatch(type::isEquivalentTo));
        users.removeIf(user -> !user.startsWith("internal."));
        TodaysExceptions.assertOnly("Entrances used", USERS_OF_ENTRANCES_TODAY, users);
    }

    private static Stream<String> roomsUsedBy(JavaClass user) {
        return Library.typesUsedBy(user)
                .filter(Library::owns)
                .map(Library::room)
                .filter(room -> !room.equals(Library.room(user)));
    }
}
