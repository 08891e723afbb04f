"""The record: what one official document becomes. The contract with every reader of records.

Field names are the terms of the field; the Vietnamese term is each field's `title`, from which labels, columns and
filters derive. Optional values are always present in the output (null where the document has none), so that a record
has one shape. Dates are EDTF (ISO 8601-2) strings, for a day may be blank on the page.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION = "1"

Edtf = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")]
IsoDay = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Part(BaseModel):
    """Frozen, and strict about names: a key that is not here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """loại văn bản: Nghị định 30/2020/NĐ-CP, Điều 7; the Party's kết luận; legal instruments, for references."""

    CONG_VAN = "cong_van"
    NGHI_QUYET = "nghi_quyet"
    QUYET_DINH = "quyet_dinh"
    CHI_THI = "chi_thi"
    QUY_CHE = "quy_che"
    QUY_DINH = "quy_dinh"
    THONG_CAO = "thong_cao"
    THONG_BAO = "thong_bao"
    HUONG_DAN = "huong_dan"
    CHUONG_TRINH = "chuong_trinh"
    KE_HOACH = "ke_hoach"
    PHUONG_AN = "phuong_an"
    DE_AN = "de_an"
    DU_AN = "du_an"
    BAO_CAO = "bao_cao"
    BIEN_BAN = "bien_ban"
    TO_TRINH = "to_trinh"
    HOP_DONG = "hop_dong"
    CONG_DIEN = "cong_dien"
    BAN_GHI_NHO = "ban_ghi_nho"
    BAN_THOA_THUAN = "ban_thoa_thuan"
    GIAY_UY_QUYEN = "giay_uy_quyen"
    GIAY_MOI = "giay_moi"
    GIAY_GIOI_THIEU = "giay_gioi_thieu"
    GIAY_NGHI_PHEP = "giay_nghi_phep"
    PHIEU_GUI = "phieu_gui"
    PHIEU_CHUYEN = "phieu_chuyen"
    PHIEU_BAO = "phieu_bao"
    THU_CONG = "thu_cong"
    KET_LUAN = "ket_luan"
    HIEN_PHAP = "hien_phap"
    LUAT = "luat"
    BO_LUAT = "bo_luat"
    PHAP_LENH = "phap_lenh"
    NGHI_DINH = "nghi_dinh"
    THONG_TU = "thong_tu"
    THONG_TU_LIEN_TICH = "thong_tu_lien_tich"
    LENH = "lenh"
    VAN_BAN = "van_ban"  # a document referred to by no type
    OTHER = "other"  # not an official document


class Urgency(StrEnum):
    KHAN = "khan"
    THUONG_KHAN = "thuong_khan"
    HOA_TOC = "hoa_toc"
    HOA_TOC_HEN_GIO = "hoa_toc_hen_gio"


class Secrecy(StrEnum):
    MAT = "mat"
    TOI_MAT = "toi_mat"
    TUYET_MAT = "tuyet_mat"


class Relation(StrEnum):
    BASIS = "basis"  # căn cứ
    IMPLEMENTS = "implements"  # thực hiện, triển khai, trả lời
    REPLACES = "replaces"  # thay thế, bãi bỏ
    AMENDS = "amends"  # sửa đổi, bổ sung, đính chính, gia hạn
    MENTIONS = "mentions"
    ATTACHED = "attached"  # kèm theo


class Role(StrEnum):
    LEAD = "lead"  # chủ trì, giao
    SUPPORT = "support"  # phối hợp


class Capacity(StrEnum):
    TM = "TM"  # thay mặt a collective
    KT = "KT"  # ký thay the head
    TL = "TL"  # thừa lệnh
    TUQ = "TUQ"  # thừa uỷ quyền
    Q = "Q"  # quyền


class Bound(StrEnum):
    BEFORE = "before"  # trước ngày: the day itself is too late
    BY = "by"  # chậm nhất, đến hết ngày: the day itself is on time
    WITHIN = "within"  # trong vòng N ngày


class Anchor(StrEnum):
    ISSUE = "issue"  # ngày ký, ngày ban hành
    RECEIPT = "receipt"  # ngày nhận được
    EVENT = "event"


class TextOrigin(StrEnum):
    EMBEDDED = "embedded"
    OCR = "ocr"
    MIXED = "mixed"


class Straightened(Part):
    """A scanned page (its number in the file) that was made upright before it was read: turned clockwise by so many
    quarters, then by `skew` degrees counter-clockwise around its middle. Boxes are those of the upright page."""

    page: int = Field(title="Trang")
    turned: int = Field(0, title="Xoay")
    skew: float = Field(0.0, title="Nghiêng")


class Source(Part):
    """The file, and the pages of it that this document takes."""

    name: str = Field(title="Tên tệp")
    sha256: str = Field(title="SHA-256")
    media_type: str = Field(title="Kiểu tệp")
    pages: tuple[int, int] = Field(title="Trang")
    text_origin: TextOrigin = Field(title="Nguồn chữ")
    straightened: tuple[Straightened, ...] = Field((), title="Trang đã xoay thẳng")


class Number(Part):
    value: str | None = Field(None, title="Số")
    symbol: str | None = Field(None, title="Ký hiệu")
    raw: str | None = Field(None, title="Số, ký hiệu")


class Issued(Part):
    place: str | None = Field(None, title="Địa danh")
    date: Edtf | None = Field(None, title="Ngày ban hành")


class Issuer(Part):
    name: str | None = Field(None, title="Cơ quan ban hành")
    parent: str | None = Field(None, title="Cơ quan chủ quản")
    unit_id: str | None = Field(None, title="Mã đơn vị")


class Addressee(Part):
    name: str = Field(title="Nơi gửi")
    unit_id: str | None = Field(None, title="Mã đơn vị")


class Recipient(Part):
    name: str = Field(title="Nơi nhận")
    purpose: str | None = Field(None, title="Mục đích")
    unit_id: str | None = Field(None, title="Mã đơn vị")


class Filing(Part):
    units: tuple[str, ...] = Field((), title="Nơi lưu")
    drafter: str | None = Field(None, title="Người soạn")
    copies: int | None = Field(None, title="Số bản")


class Reference(Part):
    kind: Kind = Field(title="Loại văn bản")
    number: str | None = Field(None, title="Số")
    symbol: str | None = Field(None, title="Ký hiệu")
    date: Edtf | None = Field(None, title="Ngày")
    issuer: str | None = Field(None, title="Cơ quan ban hành")
    subject: str | None = Field(None, title="Trích yếu")
    relation: Relation = Field(Relation.MENTIONS, title="Quan hệ")


class Assignee(Part):
    name: str = Field(title="Đơn vị thực hiện")
    role: Role = Field(Role.LEAD, title="Vai trò")
    unit_id: str | None = Field(None, title="Mã đơn vị")


class Deadline(Part):
    text: str = Field(title="Thời hạn")
    bound: Bound | None = Field(None, title="Giới hạn")
    date: str | None = Field(None, title="Ngày")
    time: Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")] | None = Field(None, title="Giờ")
    duration: str | None = Field(None, title="Khoảng thời gian")
    calendar: Literal["working"] | None = Field(None, title="Lịch")
    anchor: Anchor | None = Field(None, title="Mốc")
    recurrence: str | None = Field(None, title="Định kỳ")
    due: IsoDay | None = Field(None, title="Hạn cuối")


class Directive(Part):
    id: str = Field(title="Mã nhiệm vụ")
    ordinal: str | None = Field(None, title="Số thứ tự")
    text: str = Field(title="Nội dung nhiệm vụ")
    action: str | None = Field(None, title="Hành động")
    assignees: tuple[Assignee, ...] = Field((), title="Đơn vị thực hiện")
    deadlines: tuple[Deadline, ...] = Field((), title="Thời hạn")
    submit_to: str | None = Field(None, title="Nơi nhận kết quả")


class Contact(Part):
    name: str | None = Field(None, title="Họ tên")
    position: str | None = Field(None, title="Chức vụ")
    unit: str | None = Field(None, title="Đơn vị")
    phone: str | None = Field(None, title="Điện thoại")
    email: str | None = Field(None, title="Thư điện tử")


class Signer(Part):
    name: str | None = Field(None, title="Người ký")
    title: str | None = Field(None, title="Học hàm, học vị")
    position: str | None = Field(None, title="Chức vụ")
    capacity: Capacity | None = Field(None, title="Quyền hạn ký")
    on_behalf_of: str | None = Field(None, title="Ký thay cho")


class Arrival(Part):
    """The receiving office's stamp (CÔNG VĂN ĐẾN)."""

    number: str | None = Field(None, title="Số đến")
    date: Edtf | None = Field(None, title="Ngày đến")
    forwarded_to: str | None = Field(None, title="Chuyển")


class DigitalSignature(Part):
    signer: str | None = Field(None, title="Người ký số")
    organisation: str | None = Field(None, title="Cơ quan")
    signed_at: str | None = Field(None, title="Thời gian ký")
    intact: bool | None = Field(None, title="Nguyên vẹn")
    covers_document: bool = Field(False, title="Phủ toàn văn bản")


class Evidence(Part):
    """Where a value stands. `bbox` in points from the page's top left; `start`/`end` index the document's text."""

    page: int
    bbox: tuple[float, float, float, float] | None = None
    start: int
    end: int
    text: str
    confidence: float


class Finding(Part):
    code: str
    pointer: str = ""
    message: str
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None  # the crop that a person should look at


class Letter(Part):
    """One official document. `evidence` is keyed by JSON Pointer (RFC 6901) into the record itself."""

    schema_version: str = SCHEMA_VERSION
    source: Source = Field(title="Tệp nguồn")
    kind: Kind = Field(title="Loại văn bản")
    number: Number = Field(default_factory=lambda: Number.model_validate({}), title="Số, ký hiệu")
    issued: Issued = Field(default_factory=lambda: Issued.model_validate({}), title="Địa danh, ngày")
    issuer: Issuer = Field(default_factory=lambda: Issuer.model_validate({}), title="Cơ quan ban hành")
    subject: str | None = Field(None, title="Trích yếu")
    urgency: Urgency | None = Field(None, title="Độ khẩn")
    urgency_until: str | None = Field(None, title="Hẹn giờ")
    secrecy: Secrecy | None = Field(None, title="Độ mật")
    addressees: tuple[Addressee, ...] = Field((), title="Kính gửi")
    distribution: tuple[Recipient, ...] = Field((), title="Nơi nhận")
    filing: Filing = Field(default_factory=lambda: Filing.model_validate({}), title="Lưu")
    references: tuple[Reference, ...] = Field((), title="Văn bản viện dẫn")
    directives: tuple[Directive, ...] = Field((), title="Nhiệm vụ")
    contacts: tuple[Contact, ...] = Field((), title="Đầu mối liên hệ")
    signer: Signer | None = Field(None, title="Người ký")
    arrival: Arrival | None = Field(None, title="Dấu đến")
    signatures: tuple[DigitalSignature, ...] = Field((), title="Chữ ký số")
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = Field((), title="Cần xem lại")
