namespace OpenCvSharp;

/// <summary>OpenCV's error codes (opencv2/core/base.hpp), the ones that the functions here can raise.</summary>
public enum ErrorCode
{
    StsOk = 0,
    StsBackTrace = -1,
    StsError = -2,
    StsInternal = -3,
    StsNoMem = -4,
    StsBadArg = -5,
    StsNullPtr = -27,
    StsBadSize = -201,
    StsObjectNotFound = -204,
    StsUnmatchedFormats = -205,
    StsBadFlag = -206,
    StsUnmatchedSizes = -209,
    StsUnsupportedFormat = -210,
    StsOutOfRange = -211,
    StsParseError = -212,
    StsNotImplemented = -213,
    StsAssert = -215,
}
