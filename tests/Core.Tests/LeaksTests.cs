namespace SdCom.Edge.Core.Tests;

/// <summary>The check for leaks sees each kind of them, and no other.</summary>
[Collection(nameof(Leaks))]
public sealed class LeaksTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource end = new();
    private readonly List<byte[]> kept = [];

    public void Dispose() => end.SetResult();

    [Fact]
    public void What_is_given_back_is_no_leak() => Leaks.None(Enumerable.Range(0, 400), _ =>
    {
        using FileStream file = File.OpenRead(Environment.ProcessPath!);
        Thread thread = new(() => Thread.Sleep(1));
        thread.Start();
    });

    [Fact]
    public void A_file_that_nobody_closes_is_seen() => Seen("descriptors", _ => new FileStream(Environment.ProcessPath!, FileMode.Open, FileAccess.Read).ReadByte());

    [Fact]
    public void A_thread_that_does_not_end_is_seen() => Seen("Threads", i =>
    {
        if (i % 10 == 0)
            new Thread(Stay) { IsBackground = true }.Start();
    });

    [Fact]
    public void Memory_that_is_kept_is_seen() => Seen("Bytes", _ => kept.Add(new byte[1000]));

    private void Stay() => end.Task.Wait();

    private static void Seen(string what, Action<int> leak) =>
        Assert.Contains(what, Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Leaks.None(Enumerable.Range(0, 400), leak, Short)).Message, StringComparison.Ordinal);
}
