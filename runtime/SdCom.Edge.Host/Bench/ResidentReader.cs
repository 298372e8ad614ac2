using Microsoft.Win32.SafeHandles;

namespace SdCom.Edge.Host.Bench;

/// <summary>Reads this process's resident memory again and again without allocating: what watches memory must not use it up.</summary>
internal sealed class ResidentReader : IDisposable
{
    private readonly SafeFileHandle? file = File.Exists(Path) ? File.OpenHandle(Path) : null;
    private readonly byte[] text = new byte[128];

    // Linux: pages in all, then resident ones (proc(5), statm).
    private const string Path = "/proc/self/statm";

    /// <summary>Bytes.</summary>
    public long Read()
    {
        if (file is null)
            return Environment.WorkingSet;
        ReadOnlySpan<byte> line = text.AsSpan(0, RandomAccess.Read(file, text, 0));
        line = line[(line.IndexOf((byte)' ') + 1)..];
        long pages = 0;
        foreach (byte digit in line[..line.IndexOf((byte)' ')])
            pages = (10 * pages) + (digit - '0');
        return pages * Environment.SystemPageSize;
    }

    public void Dispose() => file?.Dispose();
}
