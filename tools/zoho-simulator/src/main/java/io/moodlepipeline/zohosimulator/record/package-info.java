/** The records of an organisation, and the rules by which rows become records. */
package io.moodlepipeline.zohosimulator.record;
