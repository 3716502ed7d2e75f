/** What came over the wire: counts since the start, and the newest requests themselves. */
package io.moodlepipeline.zohosimulator.traffic;
