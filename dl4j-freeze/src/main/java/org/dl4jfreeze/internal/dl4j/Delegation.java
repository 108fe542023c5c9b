package org.dl4jfreeze.internal.dl4j;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Passes the calls of a dynamic proxy on. */
public final class Delegation {

    private Delegation() {}

    /** Calls a method, and throws what it throws. */
    public static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
