using System.Globalization;
using System.Runtime;

namespace SdCom.Edge.Core.Tests;

/// <summary>Tests that count what the whole process holds; no other test runs beside them.</summary>
[CollectionDefinition(nameof(Leaks), DisableParallelization = true)]
public static class LeaksCollection;

/// <summary>Sees what a thing that is done many times leaves behind: descriptors, threads, memory.</summary>
internal static class Leaks
{
    private const int OwnUse = 2; // descriptors or threads that the runtime itself may come to need at any time
    private const long Wavering = 64 << 10; // bytes, of the collector's own figure
    private const int Spell = 50; // items between two collections
    private const long SpellBytes = 128 << 20; // what they may allocate

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Uses each of <paramref name="items"/>; no more may be held after the second half than after the first. What is about to end has <paramref name="patience"/> to end.</summary>
    public static void None<T>(IEnumerable<T> items, Action<T> use, TimeSpan? patience = null)
    {
        T[] all = [.. items];
        Array.ForEach(all[..(all.Length / 2)], use); // what is made once is made now
        Held before = Held.Here();
        int left = all[(all.Length / 2)..].Chunk(Spell).Sum(some => LeftOpen(() => Array.ForEach(some, use)));
        Assert.True(left <= OwnUse, $"{left} descriptors were left to the collector");
        before.MayNotGrow(Held.Here, Wavering, patience ?? Patience);
    }

    // A finaliser would close what was forgotten before it is counted; so none runs.
    private static int LeftOpen(Action act)
    {
        Assert.True(GC.TryStartNoGCRegion(SpellBytes), "something else holds the collector back");
        try
        {
            GC.WaitForPendingFinalizers();
            int before = Held.By(Environment.ProcessId).Descriptors;
            act();
            int after = Held.By(Environment.ProcessId).Descriptors;
            Assert.True(GCSettings.LatencyMode == GCLatencyMode.NoGCRegion, $"{Spell} items allocate more than {SpellBytes} bytes");
            return after - before;
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                GC.EndNoGCRegion();
        }
    }

    /// <summary>What a process holds; its bytes are live managed ones of this process, resident ones of another.</summary>
    public readonly record struct Held(int Descriptors, int Threads, long Bytes)
    {
        /// <summary>This process, after a collection.</summary>
        public static Held Here()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return By(Environment.ProcessId) with { Bytes = GC.GetTotalMemory(forceFullCollection: true) };
        }

        /// <summary>The process of this number.</summary>
        public static Held By(int process)
        {
            string[] pages = File.ReadAllText($"/proc/{process}/statm").Split(' ');
            return new(
                Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count(entry => !IsCode(new FileInfo(entry).LinkTarget)),
                Directory.EnumerateDirectories($"/proc/{process}/task").Count(),
                long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
        }

        // The runtime loads code whenever it is first needed, for the lines of a stack trace say.
        private static bool IsCode(string? file) => Path.GetExtension(file) is ".dll" or ".pdb" or ".so";

        /// <summary>Fails when more is held later than now; what is about to end may take a while.</summary>
        public void MayNotGrow(Func<Held> later, long bytes, TimeSpan patience)
        {
            Held before = this, after = default;
            bool settled = SpinWait.SpinUntil(
                () =>
                {
                    after = later();
                    bool so = after.Descriptors <= before.Descriptors + OwnUse && after.Threads <= before.Threads + OwnUse && after.Bytes <= before.Bytes + bytes;
                    if (!so)
                        Thread.Sleep(100);
                    return so;
                },
                patience);
            Assert.True(settled, $"grew from {before} to {after}");
        }
    }
}
