package org.dl4jfreeze.internal.replicas;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the present thread trains one of several replicas of a network, and which.
 *
 * <p>DL4J tells a listener nothing of it: a ParallelWrapper hands one listener object to the networks of all its worker
 * threads, and Spark's workers get copies. Spark's SharedTrainingMaster is of the first kind: on each executor it has a
 * ParallelWrapper, or a network that shares its updates alone, and keeps it from task to task. What there is to go by is looked at here, and nowhere else. The library depends on
 * neither of them.
 */
public final class WorkerContext {

    private static final String WRAPPER_PACKAGE = "org.deeplearning4j.parallelism.";
    private static final String SPARK_PACKAGE = "org.deeplearning4j.spark.";
    private static final String SHARED_TRAINING_PACKAGE = "org.deeplearning4j.spark.parameterserver.";
    private static final Pattern WRAPPER_THREAD = Pattern.compile("ParallelWrapper training thread (\\d+)");

    private WorkerContext() {}

    /**
     * Whether this is a worker thread of a ParallelWrapper, or the one that SharedTrainingMaster trains in without such.
     *
     * @return true if a class of one of DL4J's two packages for that is on the stack
     */
    public static boolean isWrapperThread() {
        return isOnStack(WRAPPER_PACKAGE) || isOnStack(SHARED_TRAINING_PACKAGE);
    }

    private static boolean isOnStack(String packageName) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(packageName)));
    }

    /**
     * The number of this worker among those of its ParallelWrapper; the first one trains the user's own network.
     *
     * @return the number, from 0; {@link Integer#MAX_VALUE} if the thread does not tell
     */
    public static int workerNumber() {
        Matcher name = WRAPPER_THREAD.matcher(Thread.currentThread().getName());
        return name.matches() ? Integer.parseInt(name.group(1)) : Integer.MAX_VALUE;
    }

    /**
     * Whether DL4J trains the network in a task of Spark that gets network and listener anew and sends the network back. A network
     * that a task of the user's trains by itself is not meant.
     *
     * @return true if a class of DL4J's Spark package is on the stack, and none of SharedTrainingMaster
     */
    public static boolean isSparkTask() {
        return isOnStack(SPARK_PACKAGE) && !isWrapperThread();
    }

    /**
     * Whether this virtual machine is an executor of Spark's other than the driver: one of several, perhaps, that know nothing
     * of each other.
     *
     * @return false where there is no Spark, and in local mode
     */
    public static boolean isRemoteExecutor() {
        Object environment = Spark.ask(Spark.ENVIRONMENT, null);
        if (environment == null) {
            return false;
        }
        Object executor = Spark.ask(Spark.find("org.apache.spark.SparkEnv", "executorId"), environment);
        return !"driver".equals(executor);
    }

    /** Looks for Spark once, when it is first asked for. */
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
                throw new IllegalStateException("Spark is there, but does not answer to " + method, e);
            }
        }
    }
}
