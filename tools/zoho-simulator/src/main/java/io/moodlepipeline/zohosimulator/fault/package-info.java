/** Faults on demand: which calls they hit, and what happens to those. */
package io.moodlepipeline.zohosimulator.fault;
