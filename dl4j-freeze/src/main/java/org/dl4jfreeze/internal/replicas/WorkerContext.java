package org.dl4jfreeze.internal.replicas;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether the present thread trains one of several replicas of a network, and which one.
 *
 * <p>DL4J does not tell a listener: a ParallelWrapper hands one listener object to the networks of all its worker threads, and
 * Spark's workers get copies. Spark's SharedTrainingMaster is of the first kind: each executor keeps a ParallelWrapper, or a
 * network that only shares its updates, from task to task. All evidence (stack, thread names) is read in this class, and the
 * library depends on neither of them.
 */
public final class WorkerContext {

    private static final String WRAPPER_PACKAGE = "org.deeplearning4j.parallelism.";
    private static final String SPARK_PACKAGE = "org.deeplearning4j.spark.";
    private static final String SHARED_TRAINING_PACKAGE = "org.deeplearning4j.spark.parameterserver.";
    private static final Pattern WRAPPER_THREAD = Pattern.compile("ParallelWrapper training thread (\\d+)");

    private WorkerContext() {}

    /** Tells whether this is a worker thread of a ParallelWrapper, or the thread in which SharedTrainingMaster trains without one. */
    public static boolean isWrapperThread() {
        return isOnStack(WRAPPER_PACKAGE) || isOnStack(SHARED_TRAINING_PACKAGE);
    }

    private static boolean isOnStack(String packageName) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(packageName)));
    }

    /**
     * Returns the number of this worker in its ParallelWrapper, from 0, which trains the user's network; {@link
     * Integer#MAX_VALUE} if the thread's name does not tell.
     */
    static int workerNumber() {
        Matcher name = WRAPPER_THREAD.matcher(Thread.currentThread().getName());
        return name.matches() ? Integer.parseInt(name.group(1)) : Integer.MAX_VALUE;
    }

    /**
     * Tells whether DL4J trains the network in a task of Spark, which receives a new copy of network and listener each time and
     * sends the network back. False in SharedTrainingMaster, and in a task of the user's own that trains a network.
     */
    public static boolean isSparkTask() {
        return isOnStack(SPARK_PACKAGE) && !isWrapperThread();
    }

    /** Tells whether this virtual machine is an executor of Spark other than the driver; false without Spark and in local mode. */
    static boolean isRemoteExecutor() {
        Object environment = Spark.ask(Spark.ENVIRONMENT, null);
        if (environment == null) {
            return false;
        }
        Object executor = Spark.ask(Spark.find("org.apache.spark.SparkEnv", "executorId"), environment);
        return !"driver".equals(executor);
    }

    /** Looks for Spark on first use. */
    private static final class Spark {

        private static final Method ENVIRONMENT = find("org.apache.spark.SparkEnv", "get");

        private static Method find(String type, String method) {
            try {
                return Class.forName(type).getMethod(method);
            } catch (ReflectiveOperationException | LinkageError absent) {
                return null;
            }
        }

        private static Object ask(Method method, Object target) {
            try {
                return method == null ? null : method.invoke(target);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "Cannot call " + method + " of Spark on the class path; use Spark 3.1 to 3.5", e);
            }
        }
    }
}
