/**
 * Strict reading and writing of JSON: what plans and checkpoints have in common in their texts.
 */
package org.dl4jfreeze.internal.json;
