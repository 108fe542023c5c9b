/**
 * Loops on several threads of one process, on as many as ND4J's own operations use.
 */
package org.dl4jfreeze.internal.threads;
