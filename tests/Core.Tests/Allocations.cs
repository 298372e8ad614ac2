namespace SdCom.Edge.Core.Tests;

/// <summary>Counts what code allocates.</summary>
internal static class Allocations
{
    /// <summary>
    /// Managed bytes of one run on this thread, after a warming run: the least of five, because a collection that another test sets off
    /// counts the unused rest of this thread's allocation buffer (up to 8 KB) as allocated.
    /// </summary>
    public static long Of(Action run)
    {
        run();
        long least = long.MaxValue;
        for (int i = 0; i < 5 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
