/**
 * Data-parallel training: the replicas of one network under ParallelWrapper and Spark, and how they agree on one mask bit for bit.
 */
package org.dl4jfreeze.internal.replicas;
