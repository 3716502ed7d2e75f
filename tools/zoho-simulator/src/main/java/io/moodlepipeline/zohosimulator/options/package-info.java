/** What a simulator is told at its start: where it listens, which organisations it holds, and how it answers where Zoho is unknown. */
package io.moodlepipeline.zohosimulator.options;
