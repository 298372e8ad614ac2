using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/random.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial int ts_generator_new(ulong seed, out GeneratorHandle result);
    [LibraryImport(Library)] internal static partial int ts_generator_default(out GeneratorHandle result);
    [LibraryImport(Library)] internal static partial int ts_generator_seed(GeneratorHandle g, ulong seed);
    [LibraryImport(Library)] internal static partial int ts_generator_random_seed(GeneratorHandle g, out ulong result);
    [LibraryImport(Library)] internal static partial int ts_generator_initial_seed(GeneratorHandle g, out ulong result);
    [LibraryImport(Library)] internal static partial int ts_generator_get_state(GeneratorHandle g, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_generator_set_state(GeneratorHandle g, TensorHandle state);
    [LibraryImport(Library)] internal static partial int ts_rand(ReadOnlySpan<long> size, int n, GeneratorHandle g, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_randn(ReadOnlySpan<long> size, int n, GeneratorHandle g, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_randint(long low, long high, ReadOnlySpan<long> size, int n, GeneratorHandle g, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_randperm(long count, GeneratorHandle g, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_normal_(TensorHandle self, double mean, double std, GeneratorHandle g);
    [LibraryImport(Library)] internal static partial int ts_uniform_(TensorHandle self, double from, double to, GeneratorHandle g);
    [LibraryImport(Library)] internal static partial int ts_bernoulli_(TensorHandle self, double p, GeneratorHandle g);
    [LibraryImport(Library)] internal static partial int ts_bernoulli(TensorHandle self, GeneratorHandle g, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_multinomial(TensorHandle self, long samples, int replacement, GeneratorHandle g, out TensorHandle result);
}
