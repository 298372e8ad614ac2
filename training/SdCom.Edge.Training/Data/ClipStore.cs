using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Decoded clips on disk, one file each, within a limit of bytes. A file is complete or absent (written aside, then renamed), and its time stamp says
/// when it was last used, so a kill at any moment loses nothing and several runs may share a store. For many threads.
/// </summary>
public sealed class ClipStore
{
    private const string Extension = ".clip";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);
    private readonly string folder;
    private readonly long? limit;
    private readonly TimeProvider time;
    private readonly Lock evicting = new();
    private long bytes;

    /// <summary>Opens the store of a folder, making it when it is new.</summary>
    public ClipStore(string folder, long? limit, TimeProvider? time = null)
    {
        this.folder = folder;
        this.limit = limit;
        this.time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        foreach (FileInfo left in new DirectoryInfo(folder).EnumerateFiles("*.aside"))
        {
            if (this.time.GetUtcNow() - left.LastWriteTimeUtc > Abandoned)
                left.Delete(); // of a run that was killed; a younger one may still be written
        }

        if (limit is not null)
            Evict();
    }

    /// <summary>Opens a clip and marks it as used; null when it is not here.</summary>
    public StoredClip? Open(string key)
    {
        string path = PathOf(key);
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        StoredClip clip = new(handle, path);
        if (!clip.IsWhole)
        {
            clip.Dispose();
            return null; // a power cut can leave less than was renamed
        }

        Touch(path);
        return clip;
    }

    /// <summary>Writes a clip: <paramref name="fill"/> appends its pictures of <paramref name="pictureBytes"/> bytes each and returns the milliseconds between them. Other clips make room. The clip comes back open.</summary>
    public StoredClip Write(string key, int pictureBytes, Func<Stream, double> fill)
    {
        string aside = Path.Combine(folder, $"{key}-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.aside");
        try
        {
            long length;
            using (FileStream file = File.Create(aside))
            {
                Span<byte> header = stackalloc byte[StoredClip.HeaderBytes];
                header.Clear();
                file.Write(header);
                double periodMs = fill(file);
                length = file.Position;
                StoredClip.WriteHeader(header, pictureBytes, (int)((length - header.Length) / pictureBytes), periodMs);
                file.Position = 0;
                file.Write(header);
            }

            Touch(aside);
            StoredClip clip = new(File.OpenHandle(aside, options: FileOptions.RandomAccess), PathOf(key));
            File.Move(aside, PathOf(key), overwrite: true);
            if (limit is not null && Interlocked.Add(ref bytes, length) > limit)
                Evict();
            return clip;
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key + Extension);

    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Evicted since it was opened: what is open can still be read.
        }
    }

    // The folder itself is the account, because another run may write to it too. A tenth is freed at once, so that this is rare; the newest clip stays.
    private void Evict()
    {
        lock (evicting)
        {
            FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension).OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)];
            long total = files.Sum(f => f.Length);
            if (total > limit)
            {
                foreach (FileInfo file in files.SkipLast(1))
                {
                    if (total <= limit.Value / 10 * 9)
                        break;
                    total -= file.Length;
                    file.Delete();
                }
            }

            Interlocked.Exchange(ref bytes, total);
        }
    }
}

/// <summary>One decoded clip of a <see cref="ClipStore"/>, open for reading; it stays readable while open, even when the store drops it. For many threads.</summary>
public sealed class StoredClip : IDisposable
{
    internal const int HeaderBytes = 32;
    private const ulong Magic = 0x3250494C43434453; // "SDCCLIP2"
    private readonly SafeFileHandle handle;
    private readonly string path;
    private readonly int pictureBytes;

    internal StoredClip(SafeFileHandle handle, string path)
    {
        this.handle = handle;
        this.path = path;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(handle, header, 0) < HeaderBytes || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
            return;
        pictureBytes = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        Frames = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        PeriodMs = BinaryPrimitives.ReadDoubleLittleEndian(header[16..]);
        IsWhole = Frames > 0 && RandomAccess.GetLength(handle) == HeaderBytes + ((long)Frames * pictureBytes);
    }

    /// <summary>Number of pictures.</summary>
    public int Frames { get; }

    /// <summary>Milliseconds from one frame of the source to the next.</summary>
    public double PeriodMs { get; }

    internal bool IsWhole { get; }

    /// <summary>Reads one picture, rows from the top, three bytes a pixel.</summary>
    public void Read(int frame, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Frames);
        Span<byte> to = rgb[..pictureBytes];
        if (RandomAccess.Read(handle, to, HeaderBytes + ((long)frame * pictureBytes)) != to.Length)
            throw new InputException($"{path}: ends early; delete it, it will be decoded again.");
    }

    public void Dispose() => handle.Dispose();

    internal static void WriteHeader(Span<byte> header, int pictureBytes, int frames, double periodMs)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], pictureBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frames);
        BinaryPrimitives.WriteDoubleLittleEndian(header[16..], periodMs);
    }
}
