// A finding of the check in plain words: Vietnamese first, English beside it. Every text says what is
// wrong with which file; what to do about it follows where a person can do something.
import type { Finding } from '../../shared/api/packages.ts';

type Texts = { readonly vi: string; readonly en: string };

const REBUILD: Texts = { vi: ' Hãy lập lại gói từ lô hồ sơ.', en: ' Build the package again from its batch.' };
const COPY_AGAIN: Texts = { vi: ' Hãy chép lại gói từ nơi gốc, hoặc lập lại gói.', en: ' Copy the package again from where it came, or build it again.' };

/** {path} and {…} are filled from the finding. */
const TEXTS: Readonly<Record<string, Texts>> = {
  'bag-sound': { vi: 'Gói nguyên vẹn: {files} tệp khớp mã kiểm tra.', en: 'The bag is sound: {files} files match their checksums.' },
  'records-agree': { vi: 'Hồ sơ, PDF, bảng nhập liệu và tệp nén khớp nhau: {records} hồ sơ.', en: 'Records, PDFs, workbooks and zips agree: {records} records.' },
  'records-absent': { vi: 'Không có records.jsonl: gói của chương trình khác, chỉ kiểm tra cấu trúc BagIt.', en: 'No records.jsonl: not a package of ours, only the bag was checked.' },
  'bagit-txt-missing': { vi: 'Thiếu bagit.txt: đây không phải là một gói BagIt.', en: 'bagit.txt is missing: this is not a BagIt package.' },
  'bagit-txt-wrong': { vi: 'bagit.txt không đúng mẫu hai dòng của BagIt.', en: 'bagit.txt is not the two lines that BagIt asks for.' },
  'manifest-missing': { vi: 'Gói không có danh sách mã kiểm tra (manifest).', en: 'The package has no manifest of checksums.' },
  'manifest-line-wrong': { vi: '{path} có dòng không đọc được: “{line}”.', en: '{path} has a line that cannot be understood: “{line}”.' },
  'listed-twice': { vi: '{path} được ghi hai lần trong {manifest}.', en: '{path} is listed twice in {manifest}.' },
  'file-missing': { vi: 'Thiếu tệp {path}, có ghi trong {manifest}.' + COPY_AGAIN.vi, en: '{path} is missing but listed in {manifest}.' + COPY_AGAIN.en },
  'file-not-listed': { vi: 'Thừa tệp {path}: không có trong {manifest}. Hãy lấy tệp này ra khỏi gói.', en: '{path} does not belong here: it is not in {manifest}. Take it out of the package.' },
  'file-changed': { vi: 'Tệp {path} đã bị thay đổi: nội dung không khớp {manifest}.' + COPY_AGAIN.vi, en: '{path} was changed: it does not match {manifest}.' + COPY_AGAIN.en },
  'oxum-differs': { vi: 'bag-info.txt ghi số tệp hoặc số byte khác thực tế ({files} tệp, {bytes} byte).', en: 'bag-info.txt gives other numbers than there are ({files} files, {bytes} bytes).' },
  unreadable: { vi: 'Không đọc được tệp {path}.' + COPY_AGAIN.vi, en: '{path} cannot be read.' + COPY_AGAIN.en },
  'symbolic-link': { vi: '{path} là liên kết, không phải tệp; liên kết không được phép trong gói.', en: '{path} is a link, not a file; packages may hold no links.' },
  'no-plain-file': { vi: '{path} không phải là tệp thường.', en: '{path} is no plain file.' },
  'unsafe-name': { vi: 'Tên không an toàn trong {path}: {name} ({problem}).', en: 'Unsafe name in {path}: {name} ({problem}).' },
  'names-collide': { vi: '{path} và {other} chỉ khác chữ hoa, chữ thường hoặc cách mã hoá dấu.', en: '{path} and {other} differ only in case or in the coding of accents.' },
  'fetch-not-supported': { vi: 'Gói có fetch.txt: một phần nội dung nằm nơi khác, không kiểm tra được.', en: 'The package has a fetch.txt: part of it lies elsewhere and cannot be checked.' },
  'more-findings': { vi: '… và {count} lỗi nữa.', en: '… and {count} more.' },
  'record-line-wrong': { vi: 'Dòng {line} của {path} không phải là hồ sơ.' + REBUILD.vi, en: 'Line {line} of {path} is no record.' + REBUILD.en },
  'pdf-missing': { vi: 'Thiếu tệp PDF {path} của một hồ sơ.' + REBUILD.vi, en: 'The PDF {path} of a record is missing.' + REBUILD.en },
  'pdf-without-record': { vi: '{path} không thuộc hồ sơ nào.', en: '{path} belongs to no record.' },
  'pdf-of-two-records': { vi: '{path} bị hai hồ sơ cùng nhận.' + REBUILD.vi, en: '{path} is claimed by two records.' + REBUILD.en },
  'pdf-page-count': { vi: '{path} có {found} trang, hồ sơ ghi {expected}.' + REBUILD.vi, en: '{path} has {found} pages, its record says {expected}.' + REBUILD.en },
  'pdf-unreadable': { vi: '{path} không mở được như một tệp PDF.' + REBUILD.vi, en: '{path} cannot be opened as a PDF.' + REBUILD.en },
  'pdf-not-archival': { vi: '{path} không còn là PDF/A-2u ({problem}): có thể một chương trình khác đã lưu lại tệp.' + REBUILD.vi, en: '{path} is no PDF/A-2u any more ({problem}): another program may have saved it.' + REBUILD.en },
  'book-without-records': { vi: '{path} không thuộc quyển nào của các hồ sơ.', en: '{path} belongs to no book of the records.' },
  'zip-missing': { vi: 'Thiếu tệp nén {path} của một quyển.' + REBUILD.vi, en: 'The zip {path} of a book is missing.' + REBUILD.en },
  'workbook-missing': { vi: 'Thiếu bảng nhập liệu {path}.' + REBUILD.vi, en: 'The workbook {path} is missing.' + REBUILD.en },
  'workbook-header': { vi: 'Hàng tiêu đề của {path} không đúng mẫu.' + REBUILD.vi, en: 'The header row of {path} is not the template’s.' + REBUILD.en },
  'workbook-row-count': { vi: '{path} có {rows} dòng cho {records} hồ sơ.' + REBUILD.vi, en: '{path} has {rows} rows for {records} records.' + REBUILD.en },
  'workbook-row-differs': { vi: '{path}, dòng {row}, cột {column} không khớp hồ sơ của {pdf}.' + REBUILD.vi, en: '{path}, row {row}, column {column} differs from the record of {pdf}.' + REBUILD.en },
  'workbook-unreadable': { vi: '{path} không mở được như một bảng tính.' + REBUILD.vi, en: '{path} cannot be opened as a workbook.' + REBUILD.en },
  'zip-file-unknown': { vi: '{path} chứa {name}, không thuộc hồ sơ nào.', en: '{path} holds {name}, which belongs to no record.' },
  'zip-file-differs': { vi: '{name} trong {path} khác tệp PDF bên cạnh.' + REBUILD.vi, en: '{name} in {path} differs from the PDF beside it.' + REBUILD.en },
  'zip-file-missing': { vi: '{path} thiếu {name}.' + REBUILD.vi, en: '{path} lacks {name}.' + REBUILD.en },
  'held-same': { vi: 'Kho giữ đúng bản đã gửi: {files} tệp, mã lưu {identifier}.', en: 'The repository holds just what was sent: {files} files, as {identifier}.' },
  'held-missing': { vi: 'Kho thiếu {path}. Hãy gửi lại gói.', en: 'The repository lacks {path}. Send the package again.' },
  'held-differs': { vi: '{path} trong kho khác bản đã gửi. Hãy gửi lại gói và báo cho nơi nhận.', en: '{path} in the repository differs from what was sent. Send the package again and tell the receiver.' },
  'held-unexpected': { vi: 'Kho có {path} mà gói không có. Hãy báo cho nơi nhận.', en: 'The repository has {path}, which the package does not. Tell the receiver.' },
  'package-not-held': { vi: 'Kho {target} không có gói này. Hãy gửi gói.', en: '{target} does not hold this package. Send it.' },
  'sip-sound': { vi: 'Gói E-ARK {path} đúng cấu trúc: {files} tệp, {representations} bản thể hiện.', en: 'The E-ARK package {path} is sound: {files} files, {representations} representations.' },
  'sip-objid': { vi: '{path} ghi mã gói {objId}, khác tên thư mục {folder}.' + REBUILD.vi, en: '{path} names the package {objId}, its folder is {folder}.' + REBUILD.en },
  'mets-wrong': { vi: '{path} không phải là tệp METS của một gói E-ARK.' + REBUILD.vi, en: '{path} is not the METS document of an E-ARK package.' + REBUILD.en },
  'xml-not-well-formed': { vi: '{path} hỏng ở dòng {line}: {reason}.' + REBUILD.vi, en: '{path} is broken at line {line}: {reason}.' + REBUILD.en },
  'mets-reference-outside': { vi: '{path} chỉ ra ngoài gói: {name}.' + REBUILD.vi, en: '{path} points outside the package: {name}.' + REBUILD.en },
  'mets-file-missing': { vi: 'Thiếu tệp {path}, có ghi trong {mets}.' + COPY_AGAIN.vi, en: '{path} is missing but named in {mets}.' + COPY_AGAIN.en },
  'mets-file-unlisted': { vi: 'Thừa tệp {path}: không METS nào ghi tệp này.', en: '{path} does not belong here: no METS document names it.' },
  'mets-reference-incomplete': { vi: '{mets} ghi {path} thiếu {attributes}.' + REBUILD.vi, en: '{mets} names {path} without {attributes}.' + REBUILD.en },
  'mets-size-differs': { vi: '{path} có {actual} byte, {mets} ghi {stated}.' + COPY_AGAIN.vi, en: '{path} has {actual} bytes, {mets} says {stated}.' + COPY_AGAIN.en },
  'mets-checksum-differs': { vi: 'Tệp {path} không khớp mã kiểm tra trong {mets}.' + COPY_AGAIN.vi, en: '{path} does not match its checksum in {mets}.' + COPY_AGAIN.en },
  'mets-id-twice': { vi: '{path} dùng mã {id} hai lần trong gói.' + REBUILD.vi, en: '{path} uses the id {id} twice in the package.' + REBUILD.en },
  'mets-pointer-lost': { vi: '{path} chỉ tới mã {id} không có.' + REBUILD.vi, en: '{path} points at the id {id}, which is not there.' + REBUILD.en },
  'premis-digest-differs': { vi: '{premis} ghi mã kiểm tra khác cho {path}.' + REBUILD.vi, en: '{premis} states another checksum for {path}.' + REBUILD.en },
  'premis-unidentified': { vi: '{path} có {what} không mang mã định danh.' + REBUILD.vi, en: '{path} has {what} without an identifier.' + REBUILD.en },
  'premis-link-lost': { vi: '{path} nói tới {id}, không có trong tệp này.' + REBUILD.vi, en: '{path} speaks of {id}, which is not in it.' + REBUILD.en },
  'alto-no-page': { vi: '{path} là tệp ALTO nhưng không có trang hoặc trang không có kích thước.' + REBUILD.vi, en: '{path} is ALTO but has no page, or a page without size.' + REBUILD.en },
  'alto-word-off-page': { vi: '{path} có từ nằm ngoài trang.' + REBUILD.vi, en: '{path} has a word that lies off its page.' + REBUILD.en },
  'bag-absent': { vi: 'Không có vỏ BagIt; chỉ kiểm tra gói E-ARK.', en: 'There is no bag around it; only the E-ARK package was checked.' },
  'pdf-sound': { vi: '{path} là PDF/A mở được, {pages} trang.', en: '{path} is a PDF/A that opens, {pages} pages.' },
  'pdf-unsigned': { vi: '{path} chưa được ký số.', en: '{path} is not signed.' },
  'signature-sound': { vi: '{path}: chữ ký của {signer} còn nguyên; chưa kiểm tra nơi cấp chứng thư.', en: '{path}: the signature of {signer} holds; its authority was not judged.' },
  'signature-sound-timed': { vi: '{path}: chữ ký của {signer} còn nguyên, có dấu thời gian; chưa kiểm tra nơi cấp chứng thư.', en: '{path}: the signature of {signer} holds and has a time stamp; its authority was not judged.' },
  'signature-changed': { vi: '{path} đã bị sửa sau khi ký: chữ ký {signer} không còn khớp. Hãy chép lại tệp từ nơi gốc.', en: '{path} was changed after it was signed: the signature {signer} does not match. Copy the file again from where it came.' },
  'signature-bytes-after': { vi: '{path} có phần thêm vào sau chữ ký của {signer}. Hãy chép lại tệp từ nơi gốc.', en: '{path} has something added behind the signature of {signer}. Copy the file again from where it came.' },
  'signature-not-understood': { vi: '{path} có chữ ký không đọc được. Hãy kiểm tra bằng phần mềm ký số của đơn vị.', en: '{path} has a signature that cannot be understood. Check it with the office’s signing program.' },
  'signature-unchecked': { vi: '{path} quá lớn nên chữ ký chưa được kiểm tra ở đây. Hãy kiểm tra bằng phần mềm ký số của đơn vị.', en: '{path} is so large that its signature was not checked here. Check it with the office’s signing program.' },
  'bag-profile-differs': { vi: 'bag-info.txt thiếu hoặc sai {field} so với mẫu BagIt mà gói tự khai.', en: 'bag-info.txt lacks {field}, or has it wrong, by the BagIt profile that the package names.' },
  'guide-file-missing': { vi: 'Thiếu siêu dữ liệu CV 7197 {path} của một tài liệu. Hãy lập lại gói từ lô hồ sơ.', en: 'The CV 7197 metadata {path} of a document are missing. Build the package again from its batch.' },
  'guide-unreadable': { vi: '{path} không phải là siêu dữ liệu CV 7197 đọc được. Hãy lập lại gói từ lô hồ sơ.', en: '{path} cannot be read as CV 7197 metadata. Build the package again from its batch.' },
  'guide-documents-differ': { vi: '{path} và {other} ghi khác nhau. Hãy lập lại gói từ lô hồ sơ.', en: '{path} and {other} say different things. Build the package again from its batch.' },
  'guide-field-wrong': { vi: '{path}: trường {field} của CV 7197 thiếu hoặc sai. Hãy điền, sửa trong phần hiệu đính hoặc thiết lập gói rồi lập lại gói.', en: '{path}: the CV 7197 field {field} is missing or wrong. Repair it in correction or in the package settings, then build the package again.' },
  'guide-name-differs': { vi: '{path} phải mang tên {wanted} theo CV 7197. Hãy lập lại gói từ lô hồ sơ.', en: '{path} should be called {wanted} by CV 7197. Build the package again from its batch.' },
  'zip-unreadable': { vi: '{path} không mở được như một tệp nén.' + REBUILD.vi, en: '{path} cannot be opened as a zip.' + REBUILD.en },
};

/** What `problem` of a finding means. */
const PROBLEMS: Readonly<Record<string, Texts>> = {
  'no-output-intent': { vi: 'thiếu hồ sơ màu', en: 'its colour profile is gone' },
  'no-archive-mark': { vi: 'thiếu dấu PDF/A trong siêu dữ liệu XMP', en: 'its XMP metadata no longer say PDF/A' },
  'no-file-id': { vi: 'thiếu mã tệp', en: 'it has no file ID' },
  encrypted: { vi: 'bị đặt mật khẩu', en: 'it is locked with a password' },
  'font-without-unicode': { vi: 'lớp chữ mất bảng mã Unicode', en: 'its text has lost its Unicode map' },
  'forbidden-characters': { vi: 'lớp chữ có ký tự không được phép', en: 'its text holds characters that are not allowed' },
  'bytes-after-the-end': { vi: 'có phần thừa sau cuối tệp', en: 'there are bytes after its end' },
  empty: { vi: 'tên trống', en: 'it is empty' },
  absolute: { vi: 'đường dẫn tuyệt đối', en: 'an absolute path' },
  'leaves-the-package': { vi: 'chỉ ra ngoài gói', en: 'it leads out of the package' },
  'control-character': { vi: 'có ký tự điều khiển', en: 'it holds a control character' },
  backslash: { vi: 'có dấu gạch chéo ngược', en: 'it holds a backslash' },
  'too-long': { vi: 'quá dài', en: 'it is too long' },
  'not-nfc': { vi: 'dấu tiếng Việt không ở dạng dựng sẵn NFC', en: 'its accents are not coded as NFC' },
};

export const FINDING_CODES: readonly string[] = Object.keys(TEXTS);
export const PROBLEM_CODES: readonly string[] = Object.keys(PROBLEMS);

export function findingText(finding: Finding): Texts {
  const texts = TEXTS[finding.code] ?? { vi: `{path}: ${finding.code}`, en: `{path}: ${finding.code}` };
  const facts: Readonly<Record<string, string | number>> = { path: finding.path ?? '', name: finding.path ?? '', ...finding.detail };
  const fill = (language: keyof Texts): string => texts[language].replace(/\{(\w+)\}/g, (_, key: string) => {
    const said = String(facts[key] ?? '');
    return key === 'problem' ? (PROBLEMS[said]?.[language] ?? showable(said)) : showable(said);
  });
  return { vi: fill('vi'), en: fill('en') };
}

/** Names come from strangers: nothing that moves a terminal's cursor gets through. */
const showable = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
