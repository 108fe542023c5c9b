package org.dl4jfreeze.architecture;

import static org.dl4jfreeze.architecture.Library.API;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The library's rooms, which are its packages, and for each of them the rooms that it may use.
 *
 * <p>Rooms are listed from the listener down to the memory, and each uses only rooms below it: that keeps the flow in one direction.
 * The API packages are outside of this order. They hold the entrances, which use the inside, and the values that all rooms share.
 */
final class RoomTable {

    private static final Map<String, SortedSet<String>> TABLE = new LinkedHashMap<>();

    static {
        room(API)
                .uses("plan", "covariance")
                .uses("internal.run", "internal.replicas", "internal.plan", "internal.order", "internal.order.select")
                .uses("internal.checkpoint", "internal.dl4j.equip", "internal.dl4j", "internal.update")
                .uses("internal.json");
        room("plan").uses(API, "internal.json");
        room("covariance").uses("internal.covariance");

        room("internal.checkpoint").uses("internal.run", "internal.dl4j", "internal.memory", "internal.json");
        room("internal.run")
                .uses(API, "plan", "covariance")
                .uses("internal.replicas", "internal.plan", "internal.order", "internal.statistics")
                .uses("internal.covariance", "internal.gradient", "internal.dl4j", "internal.memory")
                .uses("internal.json");
        room("internal.replicas")
                .uses(API)
                .uses("internal.plan", "internal.statistics", "internal.gradient", "internal.dl4j", "internal.update")
                .uses("internal.memory");
        room("internal.plan")
                .uses(API, "plan")
                .uses("internal.order", "internal.order.select", "internal.statistics", "internal.gradient")
                .uses("internal.dl4j", "internal.memory", "internal.json");
        room("internal.order")
                .uses(API, "covariance")
                .uses("internal.order.select", "internal.statistics", "internal.covariance", "internal.dl4j")
                .uses("internal.memory");
        room("internal.order.select").uses(API).uses("internal.memory", "internal.threads");
        room("internal.statistics")
                .uses(API)
                .uses("internal.covariance", "internal.gradient", "internal.dl4j", "internal.memory", "internal.json");
        room("internal.covariance").uses(API, "covariance").uses("internal.memory", "internal.json");
        room("internal.gradient")
                .uses(API)
                .uses("internal.gradient.wholebatch", "internal.gradient.firstexample", "internal.dl4j")
                .uses("internal.memory");
        room("internal.gradient.wholebatch").uses("internal.gradient.firstexample", "internal.dl4j", "internal.memory");
        room("internal.gradient.firstexample").uses("internal.dl4j", "internal.memory");
        room("internal.dl4j.equip").uses("internal.dl4j", "internal.update");
        room("internal.dl4j").uses(API).uses("internal.update", "internal.memory");
        room("internal.update").uses(API).uses("internal.memory", "internal.threads");
        room("internal.memory").uses(API);
        room("internal.threads");
        room("internal.json");
    }

    private RoomTable() {}

    /** Returns all rooms, from the listener down to the memory. */
    static List<String> rooms() {
        return new ArrayList<>(TABLE.keySet());
    }

    /** Returns every allowed use of a room by another. */
    static SortedSet<String> uses() {
        SortedSet<String> uses = new TreeSet<>();
        TABLE.forEach((room, used) -> used.forEach(other -> uses.add(room + " -> " + other)));
        return uses;
    }

    private static Row room(String name) {
        return new Row(TABLE.computeIfAbsent(name, room -> new TreeSet<>()));
    }

    private static final class Row {

        private final SortedSet<String> used;

        Row(SortedSet<String> used) {
            this.used = used;
        }

        Row uses(String... rooms) {
            used.addAll(List.of(rooms));
            return this;
        }
    }
}
