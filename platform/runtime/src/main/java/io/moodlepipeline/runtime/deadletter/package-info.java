/** How a record that cannot be used is kept, the same from every stage. */
package io.moodlepipeline.runtime.deadletter;
