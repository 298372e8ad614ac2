// Torch's random generator, thread count and count of live tensors belong to the process: tests beside each other would change them for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
