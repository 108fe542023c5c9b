/**
 * Makes the networks that exist already freezable: replaces Adam by FreezingAdam and keeps Adam's moments.
 */
package org.dl4jfreeze.internal.dl4j.equip;
