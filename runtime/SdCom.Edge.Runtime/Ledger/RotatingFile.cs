using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Ledger;

/// <summary>A file of whole lines that never grows beyond a size: when it is full it becomes <c>name.1</c>, the one before <c>name.2</c>, and the oldest goes.</summary>
public sealed class RotatingFile : IDisposable
{
    private readonly string path;
    private readonly long limit;
    private readonly int kept;
    private FileStream file;

    /// <param name="path">The newest file; what an earlier run wrote is kept and continued.</param>
    /// <param name="limit">Bytes of one file.</param>
    /// <param name="kept">Old files that are kept.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public RotatingFile(string path, long limit, int kept)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(kept);
        this.path = path;
        this.limit = limit;
        this.kept = kept;
        try
        {
            file = Open();
            EndBrokenLine();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Writes whole lines; they stay together in one file.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (file.Length > 0 && file.Length + lines.Length > limit)
            Rotate();
        file.Write(lines);
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private FileStream Open() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);

    private void Rotate()
    {
        file.Dispose();
        if (kept == 0)
        {
            File.Delete(path);
        }
        else
        {
            for (int i = kept - 1; i >= 1; i--)
            {
                if (File.Exists($"{path}.{i}"))
                    File.Move($"{path}.{i}", $"{path}.{i + 1}", overwrite: true);
            }

            File.Move(path, $"{path}.1", overwrite: true);
        }

        file = Open();
    }

    // A run that was killed may have left half a line: what follows begins on a line of its own.
    private void EndBrokenLine()
    {
        if (file.Length == 0)
            return;
        using FileStream reader = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        reader.Seek(-1, SeekOrigin.End);
        if (reader.ReadByte() != '\n')
            file.Write("\n"u8);
    }
}
