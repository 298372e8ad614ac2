namespace SdCom.Edge.Runtime.Outputs.Serial;

/// <summary>CRC-16/IBM-3740, often called CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected; of "123456789" it is 0x29B1 (catalogue of parametrised CRC algorithms).</summary>
public static class Crc16
{
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFF;
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
        }

        return (ushort)crc;
    }
}
