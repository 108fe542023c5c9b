package org.dl4jfreeze.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stands for an API: its class {@link Leaky} names the type {@link Hidden} in every part of a signature. */
public final class LeakyApi {

    private LeakyApi() {}

    /** Stands for an internal type. */
    static class Hidden extends Exception {

        private static final long serialVersionUID = 1;
    }

    static class Base {

        public Hidden inherited() {
            return null;
        }
    }

    public static class Leaky extends Base implements Comparable<Hidden> {

        protected static final Hidden[][] ARRAY = {};
        private static final Hidden KEPT = new Hidden();

        private final Hidden kept;

        protected Leaky(Hidden hidden) {
            kept = hidden;
        }

        public void argument(int number, Hidden hidden) {}

        public <T extends Hidden> void bound(T value) {}

        public Map<String, ? super List<Hidden>> generic() {
            return null;
        }

        public void thrown() throws Hidden {}

        @Override
        public int compareTo(Hidden hidden) {
            return 0;
        }

        void notSeen(Hidden hidden) {}

        public Object inside() {
            return new ArrayList<>(List.of(kept, KEPT));
        }

        protected static class Nested {

            public Hidden field;
        }

        public static class Child extends Hidden {

            private static final long serialVersionUID = 1;
        }

        public interface Bounded<T extends List<Hidden>> {}

        static class NotSeen {

            public Hidden field;
        }
    }
}
