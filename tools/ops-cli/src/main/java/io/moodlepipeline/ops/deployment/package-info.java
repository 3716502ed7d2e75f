/** How the pipeline is run, and so what a person has to type: the words of every remedy that is printed. */
package io.moodlepipeline.ops.deployment;
