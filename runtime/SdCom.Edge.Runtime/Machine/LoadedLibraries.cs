namespace SdCom.Edge.Runtime.Machine;

/// <summary>The native libraries that this process has loaded.</summary>
public static class LoadedLibraries
{
    /// <summary>The file of a library, with what its links point to; null when it is not loaded.</summary>
    /// <param name="name">The beginning of its file name, such as <c>libopencv_core.so</c>.</param>
    public static string? PathOf(string name)
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            int slash = line.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0 && Path.GetFileName(line[slash..]).StartsWith(name, StringComparison.Ordinal))
                return line[slash..];
        }

        return null;
    }
}
