using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A seeded source of random numbers on the CPU, whose state can be kept and put back.</summary>
    public class Generator : IDisposable
    {
        private readonly GeneratorHandle handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            if (device is not null && device.type != DeviceType.CPU)
                throw new ArgumentException($"a generator on {device} is not supported here; use cpu");
            Native.Check(Native.ts_generator_new(seed, out handle));
        }

        private Generator(GeneratorHandle handle) => this.handle = handle;

        /// <summary>The generator that is used when none is given.</summary>
        public static Generator Default
        {
            get
            {
                Native.Check(Native.ts_generator_default(out GeneratorHandle handle));
                return new Generator(handle);
            }
        }

        public Device device { get; } = CPU;

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.ts_generator_seed(handle, (ulong)seed));
            return this;
        }

        /// <summary>Seeds from the system's randomness and returns the seed.</summary>
        public long seed()
        {
            Native.Check(Native.ts_generator_random_seed(handle, out ulong seed));
            return (long)seed;
        }

        public long initial_seed()
        {
            Native.Check(Native.ts_generator_initial_seed(handle, out ulong seed));
            return (long)seed;
        }

        public Tensor get_state() => Tensor.New(Native.ts_generator_get_state(handle, out TensorHandle r), r);

        public void set_state(Tensor value) => Native.Check(Native.ts_generator_set_state(handle, value.Handle));

        internal static GeneratorHandle HandleOf(Generator? generator) => generator?.handle ?? GeneratorHandle.None;

        public void Dispose()
        {
            handle.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.ts_manual_seed(seed));
        return Generator.Default;
    }

    /// <summary>The default generator.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long seed()
        {
            using Generator generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using Generator generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using Generator generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using Generator generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
